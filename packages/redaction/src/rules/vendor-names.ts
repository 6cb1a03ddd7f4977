/** Whose secret it is, by what its name says. Their secrets have no form of their own, or an old one. */
const VENDORS: readonly (readonly [name: RegExp, kind: string])[] = ([
  ['aws|amazon', 'AWS_SECRET_KEY'], ['datadog|dd_(?:api|app)', 'DATADOG_KEY'], ['twilio', 'TWILIO_KEY'], ['cloudflare|cf_api', 'CLOUDFLARE_TOKEN'], ['vercel', 'VERCEL_TOKEN'],
  ['okta', 'OKTA_TOKEN'], ['auth0', 'AUTH0_SECRET'], ['heroku', 'HEROKU_TOKEN'], ['snowflake', 'SNOWFLAKE_PASSWORD'], ['azure|arm_client', 'AZURE_CLIENT_SECRET'],
  ['fastly', 'FASTLY_KEY'], ['algolia', 'ALGOLIA_KEY'], ['codecov', 'CODECOV_TOKEN'], ['coveralls', 'COVERALLS_TOKEN'], ['travis', 'TRAVIS_TOKEN'], ['mistral', 'MISTRAL_KEY'],
  ['cohere|co_api', 'COHERE_KEY'], ['deepgram', 'DEEPGRAM_KEY'], ['assemblyai', 'ASSEMBLYAI_KEY'], ['stability', 'STABILITY_KEY'], ['wandb', 'WANDB_KEY'], ['comet', 'COMET_KEY'],
  ['segment', 'SEGMENT_KEY'], ['mixpanel', 'MIXPANEL_SECRET'], ['amplitude', 'AMPLITUDE_KEY'], ['rollbar', 'ROLLBAR_TOKEN'], ['bugsnag', 'BUGSNAG_KEY'], ['pagerduty', 'PAGERDUTY_TOKEN'],
  ['opsgenie', 'OPSGENIE_KEY'], ['zendesk', 'ZENDESK_TOKEN'], ['freshdesk', 'FRESHDESK_KEY'], ['jira|confluence|atlassian', 'ATLASSIAN_TOKEN'], ['trello', 'TRELLO_TOKEN'],
  ['dropbox', 'DROPBOX_TOKEN'], ['linkedin', 'LINKEDIN_SECRET'], ['twitter', 'TWITTER_SECRET'], ['facebook', 'FACEBOOK_TOKEN'], ['spotify', 'SPOTIFY_SECRET'], ['twitch', 'TWITCH_TOKEN'],
  ['paypal', 'PAYPAL_SECRET'], ['adyen', 'ADYEN_KEY'], ['plaid', 'PLAID_TOKEN'], ['coinbase', 'COINBASE_SECRET'], ['binance', 'BINANCE_SECRET'], ['kraken', 'KRAKEN_SECRET'],
  ['mapbox', 'MAPBOX_TOKEN'], ['postmark', 'POSTMARK_TOKEN'], ['mailjet', 'MAILJET_SECRET'], ['sparkpost', 'SPARKPOST_KEY'], ['vonage|nexmo', 'VONAGE_SECRET'], ['messagebird', 'MESSAGEBIRD_KEY'],
  ['pusher', 'PUSHER_SECRET'], ['ably', 'ABLY_KEY'], ['elastic', 'ELASTIC_KEY'], ['sumologic', 'SUMOLOGIC_KEY'], ['splunk', 'SPLUNK_TOKEN'], ['logdna|mezmo', 'LOGDNA_KEY'],
  ['kubernetes|kube', 'KUBERNETES_TOKEN'], ['npm_|npmrc|_authtoken', 'NPM_TOKEN'], ['confluent|kafka', 'CONFLUENT_SECRET'], ['django', 'DJANGO_SECRET_KEY'], ['rails|secret_key_base', 'RAILS_SECRET_KEY_BASE'],
] as const).map(([name, kind]) => [new RegExp(name, 'i'), kind]);

/** The kinds that {@link vendorOf} can tell. */
export const VENDOR_KINDS: readonly string[] = VENDORS.map(([, kind]) => kind);

/** The kind of a secret whose name says whose it is. */
export function vendorOf(name: string): string | undefined {
  return VENDORS.find(([vendor]) => vendor.test(name))?.[1];
}
