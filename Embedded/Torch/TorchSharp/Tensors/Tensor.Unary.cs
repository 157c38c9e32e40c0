using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Operators of one tensor and nothing else.</summary>
    public partial class Tensor
    {
        public Tensor abs() => Unary();

        public Tensor acos() => Unary();

        public Tensor alias() => Unary();

        public Tensor argwhere() => Unary();

        public Tensor asin() => Unary();

        public Tensor atan() => Unary();

        public Tensor atanh() => Unary();

        public Tensor ceil() => Unary();

        public Tensor clone() => Unary();

        public Tensor conj() => Unary();

        public Tensor contiguous() => Unary();

        public Tensor cos() => Unary();

        public Tensor det() => Unary();

        public Tensor detach() => Unary();

        public Tensor erf() => Unary();

        public Tensor erfc() => Unary();

        public Tensor erfinv() => Unary();

        public Tensor exp() => Unary();

        public Tensor exp2() => Unary();

        public Tensor expm1() => Unary();

        public Tensor fliplr() => Unary();

        public Tensor flipud() => Unary();

        public Tensor floor() => Unary();

        public Tensor frac() => Unary();

        public Tensor hardsigmoid() => Unary();

        public Tensor hardswish() => Unary();

        public Tensor inverse() => Unary();

        public Tensor isfinite() => Unary();

        public Tensor isinf() => Unary();

        public Tensor isnan() => Unary();

        public Tensor isneginf() => Unary();

        public Tensor isposinf() => Unary();

        public Tensor log() => Unary();

        public Tensor log10() => Unary();

        public Tensor log1p() => Unary();

        public Tensor log2() => Unary();

        public Tensor log_sigmoid() => Unary();

        public Tensor logdet() => Unary();

        public Tensor logical_not() => Unary();

        public Tensor msort() => Unary();

        public Tensor neg() => Unary();

        public Tensor nonzero() => Unary();

        public Tensor positive() => Unary();

        public Tensor ravel() => Unary();

        public Tensor reciprocal() => Unary();

        public Tensor relu() => Unary();

        public Tensor relu6() => Unary();

        public Tensor rsqrt() => Unary();

        public Tensor selu() => Unary();

        public Tensor sgn() => Unary();

        public Tensor sigmoid() => Unary();

        public Tensor sign() => Unary();

        public Tensor signbit() => Unary();

        public Tensor silu() => Unary();

        public Tensor sin() => Unary();

        public Tensor sqrt() => Unary();

        public Tensor square() => Unary();

        public Tensor tan() => Unary();

        public Tensor tanh() => Unary();

        public Tensor trace() => Unary();

        public Tensor trunc() => Unary();

        public Tensor abs_() => UnaryInPlace();

        public Tensor acos_() => UnaryInPlace();

        public Tensor asin_() => UnaryInPlace();

        public Tensor atan_() => UnaryInPlace();

        public Tensor ceil_() => UnaryInPlace();

        public Tensor cos_() => UnaryInPlace();

        public Tensor detach_() => UnaryInPlace();

        public Tensor erf_() => UnaryInPlace();

        public Tensor erfc_() => UnaryInPlace();

        public Tensor exp_() => UnaryInPlace();

        public Tensor expm1_() => UnaryInPlace();

        public Tensor floor_() => UnaryInPlace();

        public Tensor frac_() => UnaryInPlace();

        public Tensor hardsigmoid_() => UnaryInPlace();

        public Tensor hardswish_() => UnaryInPlace();

        public Tensor log_() => UnaryInPlace();

        public Tensor log10_() => UnaryInPlace();

        public Tensor log1p_() => UnaryInPlace();

        public Tensor log2_() => UnaryInPlace();

        public Tensor neg_() => UnaryInPlace();

        public Tensor reciprocal_() => UnaryInPlace();

        public Tensor relu_() => UnaryInPlace();

        public Tensor rsqrt_() => UnaryInPlace();

        public Tensor sgn_() => UnaryInPlace();

        public Tensor sigmoid_() => UnaryInPlace();

        public Tensor sign_() => UnaryInPlace();

        public Tensor silu_() => UnaryInPlace();

        public Tensor sin_() => UnaryInPlace();

        public Tensor sqrt_() => UnaryInPlace();

        public Tensor tan_() => UnaryInPlace();

        public Tensor tanh_() => UnaryInPlace();

        public Tensor trunc_() => UnaryInPlace();

        private Tensor Unary([CallerMemberName] string name = "") => Ops.Get(name).One(this);

        private Tensor UnaryInPlace([CallerMemberName] string name = "") =>
            Ops.Get(name).InPlace(this);
    }
}
