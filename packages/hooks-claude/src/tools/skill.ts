import { fieldsOf, present } from '../fields.ts';
import { openToolCall } from './open-tool-call.ts';
import type { ToolFamily } from './tool-family.ts';

/** Loading of skills. The version comes from the disk: the payload has none. */
export const skill: ToolFamily = {
  names: ['Skill'],
  open: (call) => {
    const fields = fieldsOf(call.input);
    const name = fields.text('skill');
    if (name === undefined) return openToolCall(call, 'skill');
    const { version, digest } = call.evidence.skill ?? {};
    return { type: 'skill_use', data: present({ name, arguments: fields.text('args'), version: version ?? digest?.slice(0, 'sha256-'.length + 12), digest, tool: call.name, extra: fields.rest() }) };
  },
};
