{{/* What the pods of DaemonSet and Deployment share. */}}

{{/* Rolls the pods when the configuration changes. Credentials and authorities are read again while running, so they have no part in it. */}}
{{- define "hexcovery-agent.podAnnotations" -}}
checksum/config: {{ include "hexcovery-agent.config" . | sha256sum }}
{{- end }}

{{- define "hexcovery-agent.env" -}}
- name: NODE_NAME
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: POD_UID
  valueFrom:
    fieldRef:
      fieldPath: metadata.uid
- name: DOTNET_EnableDiagnostics
  value: "0"
{{- if or .Values.server.headers .Values.server.existingSecret }}
- name: HEX_SERVER__HEADERS
  valueFrom:
    secretKeyRef:
      name: {{ include "hexcovery-agent.secretName" . }}
      key: headers
      optional: true
{{- end }}
{{- if or .Values.server.proxy .Values.server.existingSecret }}
- name: HEX_SERVER__PROXY
  valueFrom:
    secretKeyRef:
      name: {{ include "hexcovery-agent.secretName" . }}
      key: proxy
      optional: true
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "hexcovery-agent.probes" -}}
{{- if .Values.http.enabled -}}
ports:
  - name: http
    containerPort: {{ int .Values.http.port }}
    protocol: TCP
startupProbe:
  httpGet:
    path: /api/v1/test/healthcheck
    port: http
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet:
    path: /api/v1/test/healthcheck
    port: http
  periodSeconds: 20
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet:
    path: /readyz
    port: http
  periodSeconds: 10
  timeoutSeconds: 5
{{- end }}
{{- end }}

{{/*
Directories, never subPath: only these follow a Secret or ConfigMap that changes. Those within /etc/hex-agent are volumes of their own;
the kubelet makes their mount points in the ConfigMap's.
*/}}
{{- define "hexcovery-agent.mounts" -}}
- name: config
  mountPath: /etc/hex-agent
  readOnly: true
- name: state
  mountPath: /var/lib/hex-agent
{{- if include "hexcovery-agent.credential" . }}
- name: credential
  mountPath: /etc/hex-agent/secrets
  readOnly: true
{{- end }}
{{- if or .Values.server.tls.ca .Values.server.tls.existingConfigMap }}
- name: ca
  mountPath: /etc/hex-agent/ca
  readOnly: true
{{- end }}
{{- if .Values.server.tls.existingSecret }}
- name: tls
  mountPath: /etc/hex-agent/tls
  readOnly: true
{{- end }}
{{- end }}

{{- define "hexcovery-agent.volumes" -}}
- name: config
  configMap:
    name: {{ include "hexcovery-agent.fullname" . }}
- name: state
  emptyDir:
    sizeLimit: 64Mi
{{- with include "hexcovery-agent.credential" . }}
- name: credential
  secret:
    secretName: {{ include "hexcovery-agent.secretName" $ }}
    # 0440; YAML readers do not agree on octal numbers.
    defaultMode: 288
    items:
      - key: {{ . }}
        path: {{ . }}
{{- end }}
{{- if or .Values.server.tls.ca .Values.server.tls.existingConfigMap }}
- name: ca
  configMap:
    name: {{ include "hexcovery-agent.caConfigMapName" . }}
{{- end }}
{{- with .Values.server.tls.existingSecret }}
- name: tls
  secret:
    secretName: {{ . }}
    # 0440; YAML readers do not agree on octal numbers.
    defaultMode: 288
{{- end }}
{{- end }}
