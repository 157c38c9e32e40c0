using AkkaCoded.Coordinator.Diagnostics;

namespace AkkaCoded.Coordinator.Health;

/// <summary>Whether the native tensor library works: multiplied once, for it cannot be unloaded.
/// </summary>
internal static class TensorCheck
{
    private static readonly Lazy<HealthCheck> Found = new(Examine);

    public static HealthCheck Of() => Found.Value;

    private static HealthCheck Examine()
    {
        var finding = Doctor.Tensors();
        return new HealthCheck("tensors", finding.Status == Finding.Ok, finding.Found);
    }
}
