using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    // Where a parameter's name differs between versions of TorchSharp it fits none of them here,
    // so that it has to be passed by position: Flatten, MaxPool2d, AdaptiveAvgPool2d.
    public static partial class nn
    {
        public static ReLU ReLU(bool inplace = false) => new(inplace);

        public static Tanh Tanh() => new();

        public static Sigmoid Sigmoid() => new();

        public static GELU GELU() => new();

        public static Identity Identity() => new();

        public static Flatten Flatten(long first = 1, long last = -1) => new(first, last);

        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

        public static MaxPool2d MaxPool2d(
            long window, long? stride = null, long? padding = null, long? dilation = null,
            bool roundUp = false) =>
            new(
                [window], stride is { } s ? [s] : [], [padding ?? 0], [dilation ?? 1], roundUp);

        public static MaxPool2d MaxPool2d(
            (long, long) window, (long, long)? stride = null, (long, long)? padding = null,
            (long, long)? dilation = null, bool roundUp = false) =>
            new(
                Pair(window), stride is { } s ? Pair(s) : [], Pair(padding ?? (0, 0)),
                Pair(dilation ?? (1, 1)), roundUp);

        public static AvgPool2d AvgPool2d(
            long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false,
            bool count_include_pad = true, long? divisor_override = null) =>
            new(
                [kernel_size], stride is { } s ? [s] : [], [padding ?? 0], ceil_mode,
                count_include_pad, divisor_override);

        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long size) => new([size, size]);

        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] size) => new(size);

        public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) size) => new(Pair(size));

        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) =>
            new(modules);

        public static Sequential Sequential(
            params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
            new([.. modules]);

        public static Sequential Sequential(
            IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
            new([.. modules]);
    }
}
