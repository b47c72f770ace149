{{/* The agent's configuration, and what the pods need to know of it. */}}

{{/* What no schema can say in words that help. */}}
{{- define "hexcovery-agent.check" -}}
{{- $server := .Values.server }}
{{- if and (has "otlp" .Values.exporters) (not $server.endpoint) }}
{{- fail "server.endpoint is needed: --set server.endpoint=ingest.hexcovery.com:4317" }}
{{- end }}
{{- if and $server.apiKey $server.agentToken }}
{{- fail "server.apiKey and server.agentToken are two credentials; set one" }}
{{- end }}
{{- if and $server.existingSecret (or $server.apiKey $server.agentToken $server.headers $server.proxy) }}
{{- fail "server.existingSecret replaces server.apiKey, server.agentToken, server.headers and server.proxy: put them into that Secret (keys api-key, agent-token, headers, proxy), or do without it" }}
{{- end }}
{{- if and (eq $server.credential "auto") (has "otlp" .Values.exporters) (not (or $server.apiKey $server.agentToken $server.existingSecret)) }}
{{- fail "no credential: set server.apiKey, server.agentToken or server.existingSecret, or server.credential=none for a backend that needs none" }}
{{- end }}
{{- if and (eq $server.credential "apiKey") (not (or $server.apiKey $server.existingSecret)) }}
{{- fail "server.credential is apiKey: set server.apiKey or server.existingSecret" }}
{{- end }}
{{- if and (eq $server.credential "agentToken") (not (or $server.agentToken $server.existingSecret)) }}
{{- fail "server.credential is agentToken: set server.agentToken or server.existingSecret" }}
{{- end }}
{{- if $server.agentToken }}
{{- $token := fromJson $server.agentToken }}
{{- if not (and (hasKey $token "mcd_id") (hasKey $token "mcd_token")) }}
{{- fail "server.agentToken is not the text of an agent token file, a JSON object with mcd_id and mcd_token: use --set-file server.agentToken=FILE" }}
{{- end }}
{{- end }}
{{- if and $server.tls.ca $server.tls.existingConfigMap }}
{{- fail "server.tls.ca and server.tls.existingConfigMap both name authorities; set one" }}
{{- end }}
{{- if and $server.tls.ca (not (contains "-----BEGIN CERTIFICATE-----" $server.tls.ca)) }}
{{- fail "server.tls.ca is not the text of a PEM file: use --set-file server.tls.ca=FILE" }}
{{- end }}
{{- end }}

{{/* The credential's file: api-key, agent-token, or nothing. */}}
{{- define "hexcovery-agent.credential" -}}
{{- $server := .Values.server }}
{{- if eq $server.credential "none" }}
{{- else if or (eq $server.credential "agentToken") (and (eq $server.credential "auto") $server.agentToken) }}
{{- "agent-token" }}
{{- else if or $server.apiKey $server.existingSecret }}
{{- "api-key" }}
{{- end }}
{{- end }}

{{/* "true" when the node's container logs are read. */}}
{{- define "hexcovery-agent.readsLogs" -}}
{{- if hasKey .Values.logs "enabled" }}
{{- .Values.logs.enabled }}
{{- else }}
{{- ne .Values.profile "none" }}
{{- end }}
{{- end }}

{{- define "hexcovery-agent.config" -}}
profile: {{ .Values.profile }}
{{- if eq .Values.cluster.mode "deployment" }}
roles: [node]
{{- else }}
roles: [node, cluster]
{{- end }}
{{- with .Values.cluster.name }}
cluster:
  name: {{ . | quote }}
{{- end }}
leaderElection:
  leaseName: {{ include "hexcovery-agent.fullname" . }}
server:
  endpoint: {{ .Values.server.endpoint | quote }}
  {{- if eq (include "hexcovery-agent.credential" .) "api-key" }}
  apiKeyFile: /etc/hex-agent/secrets/api-key
  {{- else if eq (include "hexcovery-agent.credential" .) "agent-token" }}
  tokenFile: /etc/hex-agent/secrets/agent-token
  {{- end }}
  {{- with .Values.server.insecure }}
  insecure: {{ . }}
  {{- end }}
  {{- with .Values.server.compression }}
  compression: {{ . }}
  {{- end }}
  {{- with .Values.server.timeout }}
  timeout: {{ . }}
  {{- end }}
  {{- with .Values.server.tls }}
  {{- if or .ca .existingConfigMap .existingSecret .serverName }}
  tls:
    {{- if or .ca .existingConfigMap }}
    ca: /etc/hex-agent/ca
    {{- end }}
    {{- if .existingSecret }}
    cert: /etc/hex-agent/tls/tls.crt
    key: /etc/hex-agent/tls/tls.key
    {{- end }}
    {{- with .serverName }}
    serverName: {{ . | quote }}
    {{- end }}
  {{- end }}
  {{- end }}
exporters: {{ toJson .Values.exporters }}
{{- with .Values.resource.attributes }}
resource:
  attributes:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- with .Values.attribution }}
attribution:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.collectors }}
collectors:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.metrics }}
metrics:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with omit .Values.logs "docker" }}
logs:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if eq .Values.profile "bare-metal" }}
host:
  root: /host
{{- end }}
http:
  {{- if .Values.http.enabled }}
  listen: "[::]:{{ int .Values.http.port }}"
  pages: {{ .Values.http.pages }}
  {{- else }}
  listen: ""
  {{- end }}
shutdown:
  timeout: {{ .Values.shutdown.timeout }}
{{- with .Values.log }}
log:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
