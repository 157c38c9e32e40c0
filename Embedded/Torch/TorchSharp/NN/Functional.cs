using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op Conv2dOp = new("conv2d");
            private static readonly Op LinearOp = new("linear");

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                LinearOp.One(input, weights, bias);

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Conv2dOp.One(
                    input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            /// <summary>
            /// TorchSharp 0.99.6 fails without running statistics, so they are required here too.
            /// </summary>
            public static Tensor batch_norm(
                Tensor input, Tensor running_mean, Tensor running_var, Tensor? weight = null,
                Tensor? bias = null, bool training = false, double momentum = 0.1,
                double eps = 1e-05)
            {
                ArgumentNullException.ThrowIfNull(running_mean);
                ArgumentNullException.ThrowIfNull(running_var);
                return Normalised(
                    input, running_mean, running_var, weight, bias, training, momentum, eps);
            }

            internal static Tensor Normalised(
                Tensor input, Tensor? mean, Tensor? var, Tensor? weight, Tensor? bias,
                bool training, double momentum, double eps) =>
                Ops.Get("batch_norm").One(
                    input, weight, bias, mean, var, training, momentum, eps, false);

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null,
                Tensor? bias = null, double eps = 1e-05) =>
                Ops.Get("layer_norm").One(input, normalized_shape, weight, bias, eps);

            public static Tensor group_norm(
                Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null,
                double eps = 1e-05) =>
                Ops.Get("group_norm").One(input, num_groups, weight, bias, eps);

            // The window's name differs between versions; so does it here from both, that a
            // named argument fails to compile rather than fits one of them.
            public static Tensor max_pool2d(
                Tensor input, long window, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false) =>
                MaxPool(
                    input, [window], stride is { } s ? [s] : [], [padding ?? 0],
                    [dilation ?? 1], ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long[] window, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, bool ceil_mode = false) =>
                MaxPool(
                    input, window, strides ?? [], padding ?? [0], dilation ?? [1], ceil_mode);

            public static Tensor avg_pool2d(
                Tensor input, long window, long? stride = null, long padding = 0,
                bool ceil_mode = false, bool count_include_pad = true) =>
                Ops.Get("avg_pool2d").One(
                    input, (long[])[window], stride is { } s ? new[] { s } : [],
                    (long[])[padding], ceil_mode, count_include_pad);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Ops.Get("adaptive_avg_pool2d").One(input, output_size);

            public static Tensor adaptive_avg_pool2d(
                Tensor input, (long, long) output_size) =>
                adaptive_avg_pool2d(input, [output_size.Item1, output_size.Item2]);

            public static Tensor dropout(
                Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace
                    ? Ops.Get("dropout_").InPlace(input, p, training).alias()
                    : Ops.Get("dropout").One(input, p, training);

            public static Tensor relu(Tensor x, bool inplace = false) =>
                inplace ? x.relu_().alias() : x.relu();

            public static Tensor leaky_relu(
                Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace
                    ? input.leaky_relu_(negative_slope).alias()
                    : input.leaky_relu(negative_slope);

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace
                    ? Ops.Get("elu_").InPlace(x, alpha).alias()
                    : Ops.Get("elu").One(x, alpha);

            public static Tensor gelu(Tensor x) => x.gelu();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor one_hot(Tensor x, long num_classes = -1) =>
                Ops.Get("one_hot").One(x, num_classes);

            public static Tensor pad(
                Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0) =>
                Ops.Get("pad").One(
                    input, pad, mode.ToString().ToLowerInvariant(),
                    mode == PaddingModes.Constant ? value : Arg.None);

            public static Tensor pad(
                Tensor input, (long, long, long, long) pad,
                PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            private static Tensor MaxPool(
                Tensor input, long[] window, long[] stride, long[] padding, long[] dilation,
                bool ceil) =>
                Ops.Get("max_pool2d").One(input, window, stride, padding, dilation, ceil);
        }
    }
}
