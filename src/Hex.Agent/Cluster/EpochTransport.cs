using System.Globalization;
using Hex.Export.Grpc;

namespace Hex.Agent.Cluster;

/// <summary>
/// Tells the server in which term of leadership a cluster's request was sent (the Lease's <c>leaseTransitions</c>), so that it can refuse what a deposed leader sends late.
/// The connection is the one that everything else uses.
/// </summary>
internal sealed class EpochTransport(IGrpcTransport inner, Func<int?> epoch) : IGrpcTransport
{
    /// <summary>The name of the metadata.</summary>
    public const string Name = "x-hex-lease-epoch";

    public string Endpoint => inner.Endpoint;

    public Task<GrpcReply> CallAsync(GrpcCall call, CancellationToken cancellationToken) => inner.CallAsync(
        epoch() is { } number ? call with { Metadata = [new(Name, number.ToString(CultureInfo.InvariantCulture))] } : call, cancellationToken);

    public void Dispose()
    {
        // The connection is not ours.
    }
}
