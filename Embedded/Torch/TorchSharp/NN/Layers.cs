using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class ReLU : nn.Module<Tensor, Tensor>
{
    private readonly bool _inplace;

    internal ReLU(bool inplace)
        : base(nameof(ReLU)) => _inplace = inplace;

    public override Tensor forward(Tensor tensor) => nn.functional.relu(tensor, _inplace);
}

public sealed class Tanh : nn.Module<Tensor, Tensor>
{
    internal Tanh()
        : base(nameof(Tanh))
    {
    }

    public override Tensor forward(Tensor tensor) => tensor.tanh();
}

public sealed class Sigmoid : nn.Module<Tensor, Tensor>
{
    internal Sigmoid()
        : base(nameof(Sigmoid))
    {
    }

    public override Tensor forward(Tensor tensor) => tensor.sigmoid();
}

public sealed class GELU : nn.Module<Tensor, Tensor>
{
    internal GELU()
        : base(nameof(GELU))
    {
    }

    public override Tensor forward(Tensor tensor) => tensor.gelu();
}

public sealed class Identity : nn.Module<Tensor, Tensor>
{
    internal Identity()
        : base(nameof(Identity))
    {
    }

    /// <summary>A fresh tensor for the same memory: the input may be disposed on its own.</summary>
    public override Tensor forward(Tensor tensor) => tensor.alias();
}

public sealed class Flatten : nn.Module<Tensor, Tensor>
{
    private readonly long _start;
    private readonly long _end;

    internal Flatten(long start, long end)
        : base(nameof(Flatten)) => (_start, _end) = (start, end);

    public override Tensor forward(Tensor values) => values.flatten(_start, _end);
}

/// <summary>
/// Draws from the process's default generator, so what it drops depends on every other thread:
/// where that matters, draw the mask from a generator of your own.
/// </summary>
public sealed class Dropout : nn.Module<Tensor, Tensor>
{
    private readonly double _p;
    private readonly bool _inplace;

    internal Dropout(double p, bool inplace)
        : base(nameof(Dropout)) => (_p, _inplace) = (p, inplace);

    public override Tensor forward(Tensor tensor) =>
        nn.functional.dropout(tensor, _p, training, _inplace);
}

public sealed class MaxPool2d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _window;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[] _dilation;
    private readonly bool _ceil;

    internal MaxPool2d(long[] window, long[] stride, long[] padding, long[] dilation, bool ceil)
        : base(nameof(MaxPool2d)) =>
        (_window, _stride, _padding, _dilation, _ceil) = (window, stride, padding, dilation, ceil);

    public override Tensor forward(Tensor picture) =>
        Ops.Get("max_pool2d").One(picture, _window, _stride, _padding, _dilation, _ceil);
}

public sealed class AvgPool2d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _window;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly bool _ceil;
    private readonly bool _countPadding;
    private readonly long? _divisor;

    internal AvgPool2d(
        long[] window, long[] stride, long[] padding, bool ceil, bool countPadding, long? divisor)
        : base(nameof(AvgPool2d))
    {
        (_window, _stride, _padding) = (window, stride, padding);
        (_ceil, _countPadding, _divisor) = (ceil, countPadding, divisor);
    }

    public override Tensor forward(Tensor picture) =>
        Ops.Get("avg_pool2d").One(
            picture, _window, _stride, _padding, _ceil, _countPadding, Arg.Maybe(_divisor));
}

public sealed class AdaptiveAvgPool2d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _size;

    internal AdaptiveAvgPool2d(long[] size)
        : base(nameof(AdaptiveAvgPool2d)) => _size = size;

    public override Tensor forward(Tensor picture) =>
        nn.functional.adaptive_avg_pool2d(picture, _size);
}
