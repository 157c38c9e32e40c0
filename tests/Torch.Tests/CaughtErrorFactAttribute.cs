using TorchSharp;

namespace AkkaCoded.Torch.Tests;

/// <summary>
/// TorchSharp 0.99 lets some of libtorch's errors end the process (matmul, autograd.grad) instead
/// of throwing. Domain code has to avoid those errors; these tests are skipped there.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CaughtErrorFactAttribute : FactAttribute
{
    public CaughtErrorFactAttribute()
    {
        if (typeof(torch).Assembly.GetName().Version is { Major: 0, Minor: 99 })
        {
            Skip = "TorchSharp 0.99 ends the process on this error";
        }
    }
}
