{{/* What the API server is asked for, and nothing else: no secrets, no nodes/proxy, no write but to Leases of the agent's own namespace. */}}

{{/* Of whoever collects the cluster's objects. */}}
{{- define "hexcovery-agent.clusterRules" -}}
- apiGroups: [""]
  resources: [nodes, namespaces, pods, persistentvolumeclaims, events]
  verbs: [get, list, watch]
- apiGroups: [apps]
  resources: [deployments, statefulsets, daemonsets, replicasets]
  verbs: [get, list, watch]
- apiGroups: [batch]
  resources: [jobs, cronjobs]
  verbs: [get, list, watch]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch]
- apiGroups: [metrics.k8s.io]
  resources: [nodes, pods]
  verbs: [get, list]
{{- end }}

{{/* Of a node's agent, when a Deployment does the rest: its pods, their owners one by one, the cluster's UID and its node's labels. */}}
{{- define "hexcovery-agent.nodeRules" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [nodes, namespaces]
  verbs: [get]
- apiGroups: [apps]
  resources: [replicasets]
  verbs: [get]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get]
{{- end }}

{{/* Leadership, and positions handed from one pod of a node to the next. */}}
{{- define "hexcovery-agent.leaseRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch, create, update, patch, delete]
{{- end }}
