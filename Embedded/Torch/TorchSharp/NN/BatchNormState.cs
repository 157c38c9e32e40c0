using static TorchSharp.torch;

namespace TorchSharp.Modules;

internal sealed record NormShape(
    long Features, double Eps, double Momentum, bool Affine, bool Track);

/// <summary>
/// What BatchNorm1d and BatchNorm2d have in common: Ioffe and Szegedy 2015, algorithms 1 and 2.
/// </summary>
internal sealed class BatchNormState
{
    private readonly nn.Module _owner;
    private readonly NormShape _shape;

    internal BatchNormState(nn.Module owner, NormShape shape, Device? device, ScalarType? dtype)
    {
        (_owner, _shape) = (owner, shape);
        if (shape.Affine)
        {
            owner.register_parameter("weight", new Parameter(ones(shape.Features, dtype, device)));
            owner.register_parameter("bias", new Parameter(zeros(shape.Features, dtype, device)));
        }

        if (shape.Track)
        {
            owner.register_buffer("running_mean", zeros(shape.Features, dtype, device));
            owner.register_buffer("running_var", ones(shape.Features, dtype, device));
            owner.register_buffer("num_batches_tracked", tensor(0L, ScalarType.Int64, device));
        }
    }

    internal Parameter? Weight => _owner.OwnParameter("weight");

    internal Parameter? Bias => _owner.OwnParameter("bias");

    internal Tensor? Mean => _owner.OwnBuffer("running_mean");

    internal Tensor? Var => _owner.OwnBuffer("running_var");

    internal Tensor? Batches => _owner.OwnBuffer("num_batches_tracked");

    internal void Reset()
    {
        Mean?.zero_();
        Var?.fill_(1);
        Batches?.zero_();
    }

    internal Tensor Forward(Tensor values, params ReadOnlySpan<long> dimensions)
    {
        if (!dimensions.Contains(values.ndim))
        {
            throw new ArgumentException(
                $"{_owner.GetName()} does not take a tensor of {values.ndim} dimensions");
        }

        if (_owner.training)
        {
            Batches?.add_(1);
        }

        // Without running statistics every batch is normalised by its own.
        var mean = Mean;
        return nn.functional.Normalised(
            values, mean, Var, Weight, Bias, _owner.training || mean is null, _shape.Momentum,
            _shape.Eps);
    }
}
