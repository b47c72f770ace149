{{/* Names and labels. */}}

{{- define "hexcovery-agent.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* The release's name, with the chart's behind it unless it is part of it already. */}}
{{- define "hexcovery-agent.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "hexcovery-agent.serviceAccountName" -}}
{{- if .Values.serviceAccount.name }}
{{- .Values.serviceAccount.name }}
{{- else if .Values.serviceAccount.create }}
{{- include "hexcovery-agent.fullname" . }}
{{- else }}
{{- "default" }}
{{- end }}
{{- end }}

{{/* The Deployment's, when there is one. */}}
{{- define "hexcovery-agent.clusterServiceAccountName" -}}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) }}
{{- "default" }}
{{- else }}
{{- printf "%s-cluster" (include "hexcovery-agent.serviceAccountName" .) }}
{{- end }}
{{- end }}

{{- define "hexcovery-agent.secretName" -}}
{{- default (include "hexcovery-agent.fullname" .) .Values.server.existingSecret }}
{{- end }}

{{- define "hexcovery-agent.caConfigMapName" -}}
{{- default (printf "%s-ca" (include "hexcovery-agent.fullname" .)) .Values.server.tls.existingConfigMap }}
{{- end }}

{{- define "hexcovery-agent.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{/* What never changes for a release, so that it can select. */}}
{{- define "hexcovery-agent.selectorLabels" -}}
app.kubernetes.io/name: {{ include "hexcovery-agent.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "hexcovery-agent.labels" -}}
{{ include "hexcovery-agent.selectorLabels" . }}
app.kubernetes.io/version: {{ default .Chart.AppVersion .Values.image.tag | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}
