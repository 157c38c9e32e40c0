using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class BatchNorm1d : nn.Module<Tensor, Tensor>
    {
        private readonly BatchNormState _state;

        internal BatchNorm1d(NormShape shape, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm1d)) => _state = new(this, shape, device, dtype);

        public Parameter? weight
        {
            get => _state.Weight;
            set => ReplaceParameter("weight", value);
        }

        public Parameter? bias
        {
            get => _state.Bias;
            set => ReplaceParameter("bias", value);
        }

        public Tensor? running_mean
        {
            get => _state.Mean;
            set => ReplaceBuffer("running_mean", value);
        }

        public Tensor? running_var
        {
            get => _state.Var;
            set => ReplaceBuffer("running_var", value);
        }

        public Tensor? num_batches_tracked => _state.Batches;

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor values) => _state.Forward(values, 2, 3);
    }

    public sealed class BatchNorm2d : nn.Module<Tensor, Tensor>
    {
        private readonly BatchNormState _state;

        internal BatchNorm2d(NormShape shape, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm2d)) => _state = new(this, shape, device, dtype);

        public Parameter? weight
        {
            get => _state.Weight;
            set => ReplaceParameter("weight", value);
        }

        public Parameter? bias
        {
            get => _state.Bias;
            set => ReplaceParameter("bias", value);
        }

        public Tensor? running_mean
        {
            get => _state.Mean;
            set => ReplaceBuffer("running_mean", value);
        }

        public Tensor? running_var
        {
            get => _state.Var;
            set => ReplaceBuffer("running_var", value);
        }

        public Tensor? num_batches_tracked => _state.Batches;

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor values) => _state.Forward(values, 4);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            // The first parameter's name differs between versions: pass it by position.
            public static BatchNorm1d BatchNorm1d(
                long channels, double eps = 1e-05, double momentum = 0.1, bool affine = true,
                bool track_running_stats = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(new(channels, eps, momentum, affine, track_running_stats), device, dtype);

            public static BatchNorm2d BatchNorm2d(
                long channels, double eps = 1e-05, double momentum = 0.1, bool affine = true,
                bool track_running_stats = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(new(channels, eps, momentum, affine, track_running_stats), device, dtype);
        }
    }
}
