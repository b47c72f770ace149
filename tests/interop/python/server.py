"""An OTLP server on grpcio (gRPC C core). Prints "listening PORT", then a JSON line per request: {"signal", "request"}. Ends with its standard input.

usage: python3 server.py DESCRIPTORS [--cert FILE --key FILE [--client-ca FILE]] [--api-key KEY]
DESCRIPTORS is a FileDescriptorSet of the OTLP services, dependencies first.
"""
import argparse
import json
import sys
import threading
from concurrent import futures

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

# google.rpc.Status { code: UNAVAILABLE, details: [RetryInfo { 3 s }] }
RETRY_IN_THREE_SECONDS = bytes.fromhex(
    "080e1a300a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e5265747279496e666f12040a020803")

arguments = argparse.ArgumentParser()
arguments.add_argument("descriptors")
for name in ("--cert", "--key", "--client-ca", "--api-key"):
    arguments.add_argument(name)
options = arguments.parse_args()

pool = descriptor_pool.DescriptorPool()
with open(options.descriptors, "rb") as file:
    for proto in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
        pool.Add(proto)
factory = message_factory.MessageFactory(pool)
printing = threading.Lock()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def service(signal, rejected):
    package = f"opentelemetry.proto.collector.{signal}.v1"
    title = signal.capitalize()
    request_type = factory.GetPrototype(pool.FindMessageTypeByName(f"{package}.Export{title}ServiceRequest"))
    response_type = factory.GetPrototype(pool.FindMessageTypeByName(f"{package}.Export{title}ServiceResponse"))

    def export(request, context):
        metadata = dict(context.invocation_metadata())
        if options.api_key and metadata.get("x-api-key") != options.api_key:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "wrong key — 鍵")
        text = json.dumps({"signal": signal, "request": json_format.MessageToDict(request, use_integers_for_enums=True)})
        if "come again" in text:
            context.set_trailing_metadata((("grpc-status-details-bin", RETRY_IN_THREE_SECONDS),))
            context.abort(grpc.StatusCode.UNAVAILABLE, "busy")
        with printing:
            print(text, flush=True)
        response = response_type()
        if "half of it" in text:
            setattr(response.partial_success, rejected, 1)
            response.partial_success.error_message = "not that one"
        return response

    handler = grpc.unary_unary_rpc_method_handler(export, request_type.FromString, response_type.SerializeToString)
    return grpc.method_handlers_generic_handler(f"{package}.{title}Service", {"Export": handler})


server = grpc.server(futures.ThreadPoolExecutor(4))
server.add_generic_rpc_handlers((service("logs", "rejected_log_records"), service("metrics", "rejected_data_points")))
if options.cert:
    authority = read(options.client_ca) if options.client_ca else None
    credentials = grpc.ssl_server_credentials([(read(options.key), read(options.cert))], authority, require_client_auth=authority is not None)
    port = server.add_secure_port("127.0.0.1:0", credentials)
else:
    port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(f"listening {port}", flush=True)
sys.stdin.read()
server.stop(None)
