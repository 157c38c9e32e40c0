using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static partial class functional
        {
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                Ops.Get("cross_entropy_loss").One(
                    input, target, weight, (long)reduction, ignore_index, label_smoothing);

            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean) =>
                Ops.Get("nll_loss_nd").One(input, target, weight, (long)reduction);

            public static Tensor mse_loss(
                Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Ops.Get("mse_loss").One(input, target, (long)reduction);

            public static Tensor huber_loss(
                Tensor input, Tensor target, double delta = 1,
                Reduction reduction = Reduction.Mean) =>
                Ops.Get("huber_loss").One(input, target, (long)reduction, delta);

            public static Tensor smooth_l1_loss(
                Tensor input, Tensor target, Reduction reduction = Reduction.Mean,
                double beta = 1) =>
                Ops.Get("smooth_l1_loss").One(input, target, (long)reduction, beta);

            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean) =>
                Ops.Get("binary_cross_entropy").One(input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Ops.Get("binary_cross_entropy_with_logits").One(
                    input, target, weight, pos_weights, (long)reduction);
        }
    }
}
