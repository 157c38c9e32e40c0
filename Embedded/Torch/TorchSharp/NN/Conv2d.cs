using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Conv2d : nn.Module<Tensor, Tensor>
    {
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly long[] _dilation;
        private readonly long _groups;
        private readonly bool _same;
        private Parameter _weight;
        private Parameter? _bias;

        internal Conv2d(ConvShape shape, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d))
        {
            if (shape.Borders != PaddingModes.Zeros)
            {
                throw new NotSupportedException(
                    $"Conv2d with {shape.Borders} borders is not in the subset offered here");
            }

            (_stride, _padding, _dilation) = (shape.Stride, shape.Padding, shape.Dilation);
            (_groups, _same) = (shape.Groups, shape.Same);
            var perGroup = shape.Inputs / shape.Groups;
            _weight = new Parameter(
                empty([shape.Outputs, perGroup, .. shape.Kernel], dtype, device));
            nn.init.kaiming_uniform_(_weight, Math.Sqrt(5));
            register_parameter("weight", _weight);
            if (bias)
            {
                var bound = 1 / Math.Sqrt(perGroup * shape.Kernel[0] * shape.Kernel[1]);
                _bias = new Parameter(empty(shape.Outputs, dtype, device));
                nn.init.uniform_(_bias, -bound, bound);
                register_parameter("bias", _bias);
            }
        }

        public Parameter weight
        {
            get => _weight;
            set => ReplaceParameter("weight", _weight = value);
        }

        public Parameter? bias
        {
            get => _bias;
            set => ReplaceParameter("bias", _bias = value);
        }

        public override Tensor forward(Tensor picture) => _same
            ? Ops.Get("conv2d.padding").One(
                picture, _weight, _bias, _stride, "same", _dilation, _groups)
            : nn.functional.conv2d(
                picture, _weight, _bias, _stride, _padding, _dilation, _groups);
    }

    internal sealed record ConvShape(
        long Inputs, long Outputs, long[] Kernel, long[] Stride, long[] Padding, long[] Dilation,
        long Groups, PaddingModes Borders, bool Same);
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            // Channels and window are named differently in different versions of TorchSharp;
            // names that fit none of them make sure that they are passed by position.
            public static Conv2d Conv2d(
                long inputs, long outputs, long window, long stride = 1, long padding = 0,
                long dilation = 1, PaddingModes borders = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                Conv2d(
                    inputs, outputs, (window, window), (stride, stride), (padding, padding),
                    (dilation, dilation), borders, groups, bias, device, dtype);

            public static Conv2d Conv2d(
                long inputs, long outputs, (long, long) window, (long, long)? stride = null,
                (long, long)? padding = null, (long, long)? dilation = null,
                PaddingModes borders = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(
                    new ConvShape(
                        inputs, outputs, Pair(window), Pair(stride ?? (1, 1)),
                        Pair(padding ?? (0, 0)), Pair(dilation ?? (1, 1)), groups,
                        borders, Same: false),
                    bias, device, dtype);

            public static Conv2d Conv2d(
                long inputs, long outputs, long window, Padding padding, long stride = 1,
                long dilation = 1, PaddingModes borders = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(
                    new ConvShape(
                        inputs, outputs, [window, window], [stride, stride], [0, 0],
                        [dilation, dilation], groups,
                        borders, padding == Padding.Same),
                    bias, device, dtype);

            private static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];
        }
    }
}
