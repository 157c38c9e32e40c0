using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// A tensor that a module learns. It takes the native tensor over from
    /// <paramref name="data"/>, which is invalid afterwards.
    /// </summary>
    public class Parameter(Tensor data, bool requires_grad = true)
        : Tensor(data.with_requires_grad(requires_grad).MoveHandle());
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) =>
                new(data, requires_grad);
        }
    }
}
