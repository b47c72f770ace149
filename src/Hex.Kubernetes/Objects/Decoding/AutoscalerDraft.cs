namespace Hex.Kubernetes;

/// <summary>autoscaling/v2 HorizontalPodAutoscaler.</summary>
internal struct AutoscalerDraft : IObjectDraft<HorizontalPodAutoscaler>
{
    public string? TargetApiVersion;
    public string? TargetKind;
    public string? TargetName;
    public int? Min;
    public int Max;
    public int Current;
    public int Desired;
    public List<ScalingMetric>? Targets;
    public List<ScalingMetric>? Measured;
    public ConditionList? Conditions;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("minReplicas"u8))
        {
            Min = json.Int32();
        }
        else if (json.Is("maxReplicas"u8))
        {
            Max = json.Int32() ?? 0;
        }
        else if (json.Is("metrics"u8))
        {
            Targets = ScalingMetricDecoder.ReadAll(ref json);
        }
        else if (json.Is("scaleTargetRef"u8))
        {
            ReadTarget(ref json);
        }
        else
        {
            json.Skip();
        }
    }

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("currentReplicas"u8))
        {
            Current = json.Int32() ?? 0;
        }
        else if (json.Is("desiredReplicas"u8))
        {
            Desired = json.Int32() ?? 0;
        }
        else if (json.Is("currentMetrics"u8))
        {
            Measured = ScalingMetricDecoder.ReadAll(ref json);
        }
        else if (json.Is("conditions"u8))
        {
            Conditions = CommonFields.Conditions(ref json);
        }
        else
        {
            json.Skip();
        }
    }

    public readonly HorizontalPodAutoscaler? Build(in ObjectMetadata metadata) =>
        metadata.IsIdentified ? new HorizontalPodAutoscaler(metadata, this) : null;

    private void ReadTarget(ref JsonCursor json)
    {
        for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
        {
            if (json.Is("apiVersion"u8))
            {
                TargetApiVersion = json.Text();
            }
            else if (json.Is("kind"u8))
            {
                TargetKind = json.Text();
            }
            else if (json.Is("name"u8))
            {
                TargetName = json.Text();
            }
            else
            {
                json.Skip();
            }
        }
    }
}
