import { around, pattern, prefixed, type Rule } from './rule.ts';

const DOT = 46;
const DASH = 45;

/** A rule with a keyword that is everywhere: looks only where a second sign agrees. */
function onlyWhere(agrees: (text: string, at: number) => boolean, rule: Rule): Rule {
  return { ...rule, find: (text, at, end, report) => { if (agrees(text, at)) rule.find(text, at, end, report); } };
}

/** Money, messages, shops and offices. */
export const businessVendors: readonly Rule[] = [
  pattern('STRIPE_KEY', ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_org_', 'whsec_'], /(?:[sr]k_(?:live|test)_|sk_org_(?:live_|test_)?)[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9+/]{24,100}={0,2}/y),
  pattern('SLACK_TOKEN', ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxe', 'xoxc-', 'xoxd-'], /xox(?:e\.xox[bp]|[bpaorsecd])-[A-Za-z0-9%/+=-]{10,500}/y),
  pattern('SLACK_TOKEN', ['xapp-', 'xwfp-'], /x(?:app|wfp)-[A-Za-z0-9-]{20,300}/y),
  pattern('SLACK_WEBHOOK', ['hooks.slack.com/'], /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)([A-Za-z0-9+/]{20,120})/y),
  pattern('DISCORD_WEBHOOK', ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'], /(discord(?:app)?\.com\/api\/webhooks\/)(\d{15,22}\/[A-Za-z0-9_-]{50,90})/y),
  onlyWhere((text, at) => text.charCodeAt(at + 7) === DOT, around('DISCORD_TOKEN', ['.'], /[A-Za-z0-9_-]/, 30, /[MNO][A-Za-z0-9_-]{22,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}/y, (secret) => /\d/.test(secret))),
  around('TELEGRAM_TOKEN', [':aa'], /\d/, 11, /\d{8,11}:AA[A-Za-z0-9_-]{32,34}/y),
  pattern('TEAMS_WEBHOOK', ['webhook.office.com/webhookb2/'], /(webhook\.office\.com\/webhookb2\/)([A-Za-z0-9@-]{36,100}\/IncomingWebhook\/[A-Za-z0-9]{32}\/[A-Za-z0-9-]{36})/y),
  pattern('ZAPIER_WEBHOOK', ['hooks.zapier.com/hooks/catch/'], /(hooks\.zapier\.com\/hooks\/catch\/)(\d{4,12}\/[A-Za-z0-9]{5,20})/y),
  pattern('TWILIO_KEY', ['sk'], /SK[0-9a-f]{32}(?![A-Za-z0-9])/y),
  prefixed('SENDGRID_KEY', 'SG.', '[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}'),
  pattern('MAILGUN_KEY', ['key-', 'pubkey-'], /(?:pub)?key-[0-9a-f]{32}(?![A-Za-z0-9])/y),
  onlyWhere((text, at) => text.charCodeAt(at + 9) === DASH, around('MAILGUN_KEY', ['-'], /[0-9a-f]/, 32, /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9-])/y)),
  around('MAILCHIMP_KEY', ['-us'], /[0-9a-f]/, 32, /[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/y),
  prefixed('BREVO_KEY', 'xkeysib-', '[0-9a-f]{64}-[A-Za-z0-9]{16}'),
  prefixed('BREVO_KEY', 'xsmtpsib-', '[0-9a-f]{64}-[A-Za-z0-9]{16}'),
  prefixed('RESEND_KEY', 're_', '[A-Za-z0-9]{8}_[A-Za-z0-9]{20,30}'),
  pattern('SHOPIFY_TOKEN', ['shpat_', 'shpss_', 'shpca_', 'shppa_', 'shpua_', 'shptka_', 'shprt_'], /shp(?:at|ss|ca|pa|ua|tka|rt)_[0-9a-fA-F]{32}/y),
  pattern('SQUARE_TOKEN', ['sq0atp-', 'sq0csp-', 'sq0idp-', 'eaaa'], /sq0(?:at|cs|id)p-[A-Za-z0-9_-]{20,50}|EAAA[A-Za-z0-9_-]{56,64}(?![A-Za-z0-9_-])/y),
  pattern('FACEBOOK_TOKEN', ['eaa', 'eaacedeose0cba'], /EAA[A-Za-z0-9]{80,400}/y),
  prefixed('INSTAGRAM_TOKEN', 'IGQV', '[A-Za-z0-9_-]{60,400}'),
  pattern('NOTION_TOKEN', ['ntn_', 'secret_'], /ntn_[A-Za-z0-9]{40,60}|secret_[A-Za-z0-9]{43}(?![A-Za-z0-9])/y),
  prefixed('FIGMA_TOKEN', 'figd_', '[A-Za-z0-9_-]{36,60}'),
  pattern('ASANA_TOKEN', ['1/1', '2/1'], /[12]\/\d{14,18}(?:\/\d{14,18})?:[0-9a-f]{32}/y),
  pattern('HUBSPOT_TOKEN', ['pat-na', 'pat-eu'], /pat-(?:na|eu)\d-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y),
  prefixed('INTERCOM_TOKEN', 'dG9rO', '[A-Za-z0-9+/]{50,80}={0,2}'),
  pattern('DROPBOX_TOKEN', ['sl.'], /sl\.(?:u\.)?[A-Za-z0-9_-]{100,2000}/y),
  pattern('CONTENTFUL_TOKEN', ['cfpat-'], /CFPAT-[A-Za-z0-9_-]{40,60}/y),
  prefixed('SANITY_TOKEN', 'skE', '[A-Za-z0-9]{60,200}'),
  pattern('PLAID_TOKEN', ['access-sandbox-', 'access-development-', 'access-production-'], /access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y),
  pattern('PADDLE_KEY', ['pdl_live_', 'pdl_sdbx_'], /pdl_(?:live|sdbx)_(?:apikey_)?[A-Za-z0-9_]{40,100}/y),
  pattern('RAZORPAY_KEY', ['rzp_live_', 'rzp_test_'], /rzp_(?:live|test)_[A-Za-z0-9]{14,40}/y),
  pattern('FLUTTERWAVE_KEY', ['flwseck'], /FLWSECK(?:_TEST|_LIVE)?-[A-Za-z0-9]{12,40}(?:-X)?/y),
  pattern('EASYPOST_KEY', ['ezak', 'eztk'], /EZ[AT]K[A-Za-z0-9]{54}/y),
  pattern('SHIPPO_TOKEN', ['shippo_live_', 'shippo_test_'], /shippo_(?:live|test)_[0-9a-f]{40}/y),
  pattern('DUFFEL_TOKEN', ['duffel_'], /duffel_(?:test|live)_[A-Za-z0-9_=-]{40,50}/y),
  pattern('GOCARDLESS_TOKEN', ['live_', 'test_'], /(?:live|test)_[A-Za-z0-9_=-]{40}(?![A-Za-z0-9_-])/y, (secret) => /\d/.test(secret) && /[A-Z]/.test(secret)),
  pattern('LOB_KEY', ['live_', 'test_'], /(?:live|test)_[0-9a-f]{35}(?![A-Za-z0-9])/y),
  prefixed('BRAINTREE_TOKEN', 'access_token$production$', '[a-z0-9]{16}\\$[0-9a-f]{32}'),
  prefixed('TYPEFORM_TOKEN', 'tfp_', '[A-Za-z0-9_.=-]{40,80}'),
  prefixed('README_KEY', 'rdme_', '[a-z0-9]{70}'),
  prefixed('ADOBE_SECRET', 'p8e-', '[A-Za-z0-9_-]{32}'),
  prefixed('FRAMEIO_TOKEN', 'fio-u-', '[A-Za-z0-9_=-]{64}'),
  pattern('MAPBOX_TOKEN', ['sk.eyj'], /sk\.eyJ[A-Za-z0-9_-]{20,200}\.[A-Za-z0-9_-]{20,40}/y),
  around('MAXMIND_KEY', ['_mmk'], /[A-Za-z0-9_]/, 36, /[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk/y),
  pattern('CLOUDINARY_SECRET', ['cloudinary://'], /(cloudinary:\/\/\d{6,20}:)([A-Za-z0-9_-]{15,40})/y),
  pattern('SETTLEMINT_TOKEN', ['sm_pat_', 'sm_aat_', 'sm_sat_'], /sm_[pas]at_[A-Za-z0-9]{16,40}/y),
  pattern('ALGOLIA_KEY', ['alg_'], /alg_[A-Za-z0-9]{32,60}/y),
  prefixed('LICHESS_TOKEN', 'lip_', '[A-Za-z0-9]{20,30}'),
  prefixed('TWITCH_TOKEN', 'oauth:', '[a-z0-9]{30}(?![A-Za-z0-9])'),
];
