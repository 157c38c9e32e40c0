using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op AddTensor = new("add", "Tensor");
        private static readonly Op AddScalar = new("add", "Scalar");
        private static readonly Op AddTensor_ = new("add_", "Tensor");
        private static readonly Op AddScalar_ = new("add_", "Scalar");
        private static readonly Op SubTensor = new("sub", "Tensor");
        private static readonly Op SubScalar = new("sub", "Scalar");
        private static readonly Op SubTensor_ = new("sub_", "Tensor");
        private static readonly Op SubScalar_ = new("sub_", "Scalar");
        private static readonly Op MulTensor = new("mul", "Tensor");
        private static readonly Op MulScalar = new("mul", "Scalar");
        private static readonly Op MulTensor_ = new("mul_", "Tensor");
        private static readonly Op MulScalar_ = new("mul_", "Scalar");
        private static readonly Op DivTensor = new("div", "Tensor");
        private static readonly Op DivScalar = new("div", "Scalar");

        public Tensor add(Tensor target) => AddTensor.One(this, target);

        public Tensor add(Tensor target, Scalar alpha) => AddTensor.One(this, target, alpha);

        public Tensor add(Scalar scalar) => AddScalar.One(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => AddScalar.One(this, scalar, alpha);

        public Tensor add_(Tensor target) => AddTensor_.InPlace(this, target);

        public Tensor add_(Tensor target, Scalar alpha) =>
            AddTensor_.InPlace(this, target, alpha);

        public Tensor add_(Scalar scalar) => AddScalar_.InPlace(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => AddScalar_.InPlace(this, scalar, alpha);

        public Tensor sub(Tensor target) => SubTensor.One(this, target);

        public Tensor sub(Scalar target) => SubScalar.One(this, target);

        public Tensor sub_(Tensor target) => SubTensor_.InPlace(this, target);

        public Tensor sub_(Scalar target) => SubScalar_.InPlace(this, target);

        public Tensor mul(Tensor target) => MulTensor.One(this, target);

        public Tensor mul(Scalar target) => MulScalar.One(this, target);

        public Tensor mul_(Tensor target) => MulTensor_.InPlace(this, target);

        public Tensor mul_(Scalar target) => MulScalar_.InPlace(this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? DivTensor.One(this, target)
                : Ops.Get("div.Tensor_mode").One(this, target, rounding_mode.ToString());

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? DivScalar.One(this, target)
                : Ops.Get("div.Scalar_mode").One(this, target, rounding_mode.ToString());

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? Ops.Get("div_.Tensor").InPlace(this, target)
                : Ops.Get("div_.Tensor_mode").InPlace(this, target, rounding_mode.ToString());

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? Ops.Get("div_.Scalar").InPlace(this, target)
                : Ops.Get("div_.Scalar_mode").InPlace(this, target, rounding_mode.ToString());

        public Tensor floor_divide(Tensor other) => Ops.Get("floor_divide").One(this, other);

        public Tensor remainder(Tensor target) => Ops.Get("remainder.Tensor").One(this, target);

        public Tensor remainder(Scalar scalar) => Ops.Get("remainder.Scalar").One(this, scalar);

        public Tensor remainder_(Tensor target) =>
            Ops.Get("remainder_.Tensor").InPlace(this, target);

        public Tensor remainder_(Scalar scalar) =>
            Ops.Get("remainder_.Scalar").InPlace(this, scalar);

        public Tensor fmod(Tensor target) => Ops.Get("fmod.Tensor").One(this, target);

        public Tensor fmod(Scalar scalar) => Ops.Get("fmod.Scalar").One(this, scalar);

        public Tensor pow(Tensor exponent) => Ops.Get("pow.Tensor_Tensor").One(this, exponent);

        public Tensor pow(Scalar exponent) => Ops.Get("pow.Tensor_Scalar").One(this, exponent);

        public Tensor pow_(Tensor exponent) => Ops.Get("pow_.Tensor").InPlace(this, exponent);

        public Tensor pow_(Scalar exponent) => Ops.Get("pow_.Scalar").InPlace(this, exponent);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Ops.Get("addcmul").One(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Ops.Get("addcmul_").InPlace(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, 1);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Ops.Get("addcdiv").One(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Ops.Get("addcdiv_").InPlace(this, tensor1, tensor2, value);

        public Tensor lerp(Tensor end, Tensor weight) =>
            Ops.Get("lerp.Tensor").One(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) =>
            Ops.Get("lerp_.Tensor").InPlace(this, end, weight);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) =>
            Ops.Get("clamp").One(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) =>
            Ops.Get("clamp.Tensor").One(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) =>
            Ops.Get("clamp_").InPlace(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) =>
            Ops.Get("clamp_.Tensor").InPlace(this, min, max);

        public Tensor clamp_min(Scalar min) => Ops.Get("clamp_min").One(this, min);

        public Tensor clamp_max(Scalar max) => Ops.Get("clamp_max").One(this, max);

        public Tensor clamp_min_(Scalar min) => Ops.Get("clamp_min_").InPlace(this, min);

        public Tensor clamp_max_(Scalar max) => Ops.Get("clamp_max_").InPlace(this, max);

        public Tensor maximum(Tensor other) => Ops.Get("maximum").One(this, other);

        public Tensor minimum(Tensor other) => Ops.Get("minimum").One(this, other);

        public Tensor atan2(Tensor other) => Ops.Get("atan2").One(this, other);

        public Tensor leaky_relu(Scalar negative_slope) =>
            Ops.Get("leaky_relu").One(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) =>
            Ops.Get("leaky_relu_").InPlace(this, negative_slope);

        public Tensor gelu() => Ops.Get("gelu").One(this, "none");

        public Tensor round(long decimals = 0) => Ops.Get("round.decimals").One(this, decimals);

        public Tensor round_(long decimals = 0) =>
            Ops.Get("round_.decimals").InPlace(this, decimals);

        public Tensor softmax(long dim, ScalarType? dtype = null) =>
            Ops.Get("softmax.int").One(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) =>
            Ops.Get("log_softmax.int").One(this, dim, dtype);

        public Tensor fill_(Scalar value) => Ops.Get("fill_.Scalar").InPlace(this, value);

        public Tensor zero_() => Ops.Get("zero_").InPlace(this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            Ops.Get("copy_").InPlace(this, source, nonBlocking);
    }
}
