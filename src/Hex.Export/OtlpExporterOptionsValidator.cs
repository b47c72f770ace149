using Hex.Export.Grpc;
using Microsoft.Extensions.Options;

namespace Hex.Export;

/// <summary>Checks the ranges of the attributes, which is generated, and what attributes cannot say; lists every problem at once.</summary>
internal sealed class OtlpExporterOptionsValidator : IValidateOptions<OtlpExporterOptions>
{
    private static readonly OtlpExporterOptionsRanges Ranges = new();

    public ValidateOptionsResult Validate(string? name, OtlpExporterOptions options)
    {
        var ranges = Ranges.Validate(name, options);
        var problems = new List<string>();
        TransportSettings.From(options, Environment.GetEnvironmentVariable, problems);
        problems.AddRange(ranges.Failures ?? []);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

[OptionsValidator]
internal sealed partial class OtlpExporterOptionsRanges : IValidateOptions<OtlpExporterOptions>;
