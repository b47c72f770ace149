namespace Hex.Agent.Configuration.Validation;

/// <summary>Checks of values against each other; each adds what it finds to the problems.</summary>
internal static class Validators
{
    public static IReadOnlyList<Action<AgentConfiguration, ICollection<Problem>>> All { get; } =
    [
        ExporterValidator.Check,
        EndpointValidator.Check,
        CredentialValidator.Check,
        TlsValidator.Check,
        CollectorValidator.Check,
    ];
}
