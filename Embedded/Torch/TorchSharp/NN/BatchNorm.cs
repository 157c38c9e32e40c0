using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What BatchNorm1d and BatchNorm2d have in common.</summary>
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        private readonly double _momentum;
        private readonly double _eps;
        private Parameter? _weight;
        private Parameter? _bias;
        private Tensor? _mean;
        private Tensor? _var;
        private readonly Tensor? _batches;

        internal NormBase(string name, NormShape shape, Device? device, ScalarType? dtype)
            : base(name)
        {
            (_momentum, _eps) = (shape.Momentum, shape.Eps);
            if (shape.Affine)
            {
                _weight = new Parameter(ones(shape.Features, dtype, device));
                _bias = new Parameter(zeros(shape.Features, dtype, device));
            }

            RegisterOptional("weight", _weight);
            RegisterOptional("bias", _bias);
            if (shape.Track)
            {
                register_buffer("running_mean", _mean = zeros(shape.Features, dtype, device));
                register_buffer("running_var", _var = ones(shape.Features, dtype, device));
                _batches = tensor(0L, ScalarType.Int64, device);
                register_buffer("num_batches_tracked", _batches);
            }
        }

        public Parameter? weight
        {
            get => _weight;
            set => ReplaceParameter("weight", _weight = value);
        }

        public Parameter? bias
        {
            get => _bias;
            set => ReplaceParameter("bias", _bias = value);
        }

        public Tensor? running_mean
        {
            get => _mean;
            set => ReplaceBuffer("running_mean", _mean = value);
        }

        public Tensor? running_var
        {
            get => _var;
            set => ReplaceBuffer("running_var", _var = value);
        }

        public Tensor? num_batches_tracked => _batches;

        public void reset_running_stats()
        {
            _mean?.zero_();
            _var?.fill_(1);
            _batches?.zero_();
        }

        public override Tensor forward(Tensor values)
        {
            if (values.ndim != Dimensions && values.ndim != AlsoAllowed)
            {
                throw new ArgumentException(
                    $"{name} expects {Dimensions} dimensions, the tensor has {values.ndim}");
            }

            if (training)
            {
                _batches?.add_(1);
            }

            // Without running statistics every batch is normalised by its own.
            return nn.functional.batch_norm(
                values, _mean, _var, _weight, _bias, training || _mean is null, _momentum, _eps);
        }

        private protected abstract long Dimensions { get; }

        private protected virtual long AlsoAllowed => Dimensions;
    }

    public sealed class BatchNorm2d : NormBase
    {
        internal BatchNorm2d(NormShape shape, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm2d), shape, device, dtype)
        {
        }

        private protected override long Dimensions => 4;
    }

    public sealed class BatchNorm1d : NormBase
    {
        internal BatchNorm1d(NormShape shape, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm1d), shape, device, dtype)
        {
        }

        private protected override long Dimensions => 2;

        private protected override long AlsoAllowed => 3;
    }

    internal sealed record NormShape(
        long Features, double Eps, double Momentum, bool Affine, bool Track);
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
