// An OTLP server on @grpc/grpc-js. Prints "listening PORT", then a JSON line per request: {"signal", "request"}. Ends with its standard input.
// usage: node server.js PROTOS [--cert FILE --key FILE [--client-ca FILE]] [--api-key KEY]
'use strict';
const fs = require('fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [protos, ...rest] = process.argv.slice(2);
const options = {};
for (let i = 0; i < rest.length; i += 2) options[rest[i].slice(2)] = rest[i + 1];

// google.rpc.Status { code: UNAVAILABLE, details: [RetryInfo { 3 s }] }
const retryInThreeSeconds = Buffer.from('080e1a300a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e5265747279496e666f12040a020803', 'hex');

const definition = loader.loadSync(
  ['opentelemetry/proto/collector/logs/v1/logs_service.proto', 'opentelemetry/proto/collector/metrics/v1/metrics_service.proto'],
  { includeDirs: [protos], longs: String, bytes: String, keepCase: false });

const handler = (signal, rejected) => (call, callback) => {
  if (options['api-key'] && call.metadata.get('x-api-key')[0] !== options['api-key'])
    return callback({ code: grpc.status.UNAUTHENTICATED, details: 'wrong key — 鍵' });
  const text = JSON.stringify({ signal, request: call.request });
  if (text.includes('come again')) {
    const metadata = new grpc.Metadata();
    metadata.set('grpc-status-details-bin', retryInThreeSeconds);
    return callback({ code: grpc.status.UNAVAILABLE, details: 'busy', metadata });
  }
  console.log(text);
  callback(null, text.includes('half of it') ? { partialSuccess: { [rejected]: 1, errorMessage: 'not that one' } } : {});
};

const services = grpc.loadPackageDefinition(definition).opentelemetry.proto.collector;
const server = new grpc.Server();
server.addService(services.logs.v1.LogsService.service, { Export: handler('logs', 'rejectedLogRecords') });
server.addService(services.metrics.v1.MetricsService.service, { Export: handler('metrics', 'rejectedDataPoints') });

const read = name => fs.readFileSync(options[name]);
const credentials = options.cert
  ? grpc.ServerCredentials.createSsl(options['client-ca'] ? read('client-ca') : null, [{ private_key: read('key'), cert_chain: read('cert') }], Boolean(options['client-ca']))
  : grpc.ServerCredentials.createInsecure();
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) throw error;
  console.log('listening ' + port);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
