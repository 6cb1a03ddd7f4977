// What the conformance suite asks of a server, answered message by message over any transport of the SDK.

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const SOUND = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';
const text = (said) => ({ type: 'text', text: said });
const image = { type: 'image', data: PIXEL, mimeType: 'image/png' };
const resource = (uri) => ({ type: 'resource', resource: { uri, mimeType: 'text/plain', text: 'an embedded resource' } });

/** Each gets a way to ask the client, a way to tell it, and what it was called with. */
const tools = {
  test_simple_text: async () => ({ content: [text('This is a simple text response for testing.')] }),
  test_image_content: async () => ({ content: [image] }),
  test_audio_content: async () => ({ content: [{ type: 'audio', data: SOUND, mimeType: 'audio/wav' }] }),
  test_embedded_resource: async () => ({ content: [resource('test://embedded-resource')] }),
  test_multiple_content_types: async () => ({ content: [text('Multiple content types test:'), image, resource('test://mixed-content-resource')] }),
  test_error_handling: async () => ({ isError: true, content: [text('This tool intentionally returns an error for testing')] }),
  test_tool_with_logging: async (_ask, tell) => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) await tell('notifications/message', { level: 'info', data });
    return { content: [text('done')] };
  },
  test_tool_with_progress: async (_ask, tell, { _meta }) => {
    for (const progress of [0, 50, 100]) await tell('notifications/progress', { progressToken: _meta?.progressToken, progress, total: 100 });
    return { content: [text('done')] };
  },
  test_sampling: async (ask, _tell, { arguments: input }) => {
    const { content } = await ask('sampling/createMessage', { messages: [{ role: 'user', content: text(input?.prompt ?? '') }], maxTokens: 100 });
    return { content: [text(`LLM response: ${content?.text}`)] };
  },
  test_elicitation: (ask, _tell, { arguments: input }) => elicited(ask, { username: { type: 'string' }, email: { type: 'string' } }, input?.message),
  test_elicitation_sep1034_defaults: (ask) => elicited(ask, {
    name: { type: 'string', default: 'John Doe' }, age: { type: 'integer', default: 30 }, score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' }, verified: { type: 'boolean', default: true },
  }),
  test_elicitation_sep1330_enums: (ask) => elicited(ask, {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: { type: 'string', oneOf: ['1', '2', '3'].map((one) => ({ const: `value${one}`, title: `Option ${one}` })) },
    legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
    untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
    titledMulti: { type: 'array', items: { anyOf: ['1', '2', '3'].map((one) => ({ const: `value${one}`, title: `Choice ${one}` })) } },
  }),
};

async function elicited(ask, properties, message = 'Please tell') {
  const { action, content } = await ask('elicitation/create', { message, requestedSchema: { type: 'object', properties } });
  return { content: [text(`User response: ${action} ${JSON.stringify(content)}`)] };
}

const argument = (name) => ({ name, description: name, required: true });
const said = (...contents) => ({ messages: contents.map((content) => ({ role: 'user', content })) });
const prompts = {
  test_simple_prompt: [[], () => said(text('This is a simple prompt for testing.'))],
  test_prompt_with_arguments: [[argument('arg1'), argument('arg2')], ({ arg1, arg2 }) => said(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
  test_prompt_with_embedded_resource: [[argument('resourceUri')], ({ resourceUri }) => said(resource(resourceUri), text('Please process the resource.'))],
  test_prompt_with_image: [[], () => said(image, text('Please analyze the image.'))],
};

/** Each gets what it was asked with. */
const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion, serverInfo: { name: 'conformance', version: '1.0.0' },
    capabilities: { tools: { listChanged: true }, resources: { subscribe: true }, prompts: {}, logging: {}, completions: {} },
  }),
  ping: () => ({}), 'logging/setLevel': () => ({}), 'resources/subscribe': () => ({}), 'resources/unsubscribe': () => ({}),
  'tools/list': () => ({ tools: Object.keys(tools).map((name) => ({ name, description: name, inputSchema: { type: 'object', properties: {} } })) }),
  'resources/list': () => ({ resources: ['static-text', 'static-binary', 'watched-resource'].map((name) => ({ uri: `test://${name}`, name, description: name, mimeType: 'text/plain' })) }),
  'resources/templates/list': () => ({ resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'template' }] }),
  'resources/read': ({ uri }) => ({ contents: [uri === 'test://static-binary' ? { uri, mimeType: 'image/png', blob: PIXEL } : { uri, mimeType: 'text/plain', text: `This is the content of ${uri}, 123` }] }),
  'prompts/list': () => ({ prompts: Object.entries(prompts).map(([name, [args]]) => ({ name, description: name, arguments: args })) }),
  'prompts/get': ({ name, arguments: input }) => prompts[name]?.[1](input ?? {}),
  'completion/complete': () => ({ completion: { values: ['paris', 'park'], total: 2, hasMore: false } }),
};

/** Answers what comes over a transport of the SDK. */
export function answer(transport) {
  const waiting = new Map();
  let asked = 0;
  transport.onmessage = async ({ id, method, params = {}, result, error }) => {
    if (method === undefined) return waiting.get(id)?.(result ?? { error });
    if (id === undefined) return;
    const related = { relatedRequestId: id };
    const ask = (name, sent) => new Promise((resolve) => {
      const own = `ask-${asked++}`;
      waiting.set(own, resolve);
      void transport.send({ jsonrpc: '2.0', id: own, method: name, params: sent }, related);
    });
    const tell = (name, sent) => transport.send({ jsonrpc: '2.0', method: name, params: sent }, related);
    const found = method === 'tools/call' ? await tools[params.name]?.(ask, tell, params) : answers[method]?.(params);
    await transport.send({ jsonrpc: '2.0', id, ...(found ? { result: found } : { error: { code: -32602, message: `nothing is known of ${method}` } }) }, related);
  };
}
