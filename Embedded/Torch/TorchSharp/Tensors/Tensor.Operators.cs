using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        public static Tensor operator -(Scalar left, Tensor right) =>
            Ops.Get("rsub.Scalar").One(right, left);

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        public static Tensor operator /(Scalar left, Tensor right)
        {
            using var inverse = right.reciprocal();
            return inverse.mul(left);
        }

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public Tensor eq(Tensor target) => Ops.Get("eq.Tensor").One(this, target);

        public Tensor eq(Scalar target) => Ops.Get("eq.Scalar").One(this, target);

        public Tensor ne(Tensor target) => Ops.Get("ne.Tensor").One(this, target);

        public Tensor ne(Scalar target) => Ops.Get("ne.Scalar").One(this, target);

        public Tensor lt(Tensor target) => Ops.Get("lt.Tensor").One(this, target);

        public Tensor lt(Scalar target) => Ops.Get("lt.Scalar").One(this, target);

        public Tensor le(Tensor target) => Ops.Get("le.Tensor").One(this, target);

        public Tensor le(Scalar target) => Ops.Get("le.Scalar").One(this, target);

        public Tensor gt(Tensor target) => Ops.Get("gt.Tensor").One(this, target);

        public Tensor gt(Scalar target) => Ops.Get("gt.Scalar").One(this, target);

        public Tensor ge(Tensor target) => Ops.Get("ge.Tensor").One(this, target);

        public Tensor ge(Scalar target) => Ops.Get("ge.Scalar").One(this, target);

        public Tensor isclose(
            Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Ops.Get("isclose").One(this, other, rtol, atol, nanEqual);

        public bool allclose(
            Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Ops.Get("allclose").Number(this, target, rtol, atol, equal_nan).Bits != 0;

        public Tensor bitwise_not() => Ops.Get("bitwise_not").One(this);

        public Tensor bitwise_and(Tensor other) => Ops.Get("bitwise_and.Tensor").One(this, other);

        public Tensor bitwise_or(Tensor other) => Ops.Get("bitwise_or.Tensor").One(this, other);

        public Tensor bitwise_xor(Tensor other) => Ops.Get("bitwise_xor.Tensor").One(this, other);

        public Tensor logical_and(Tensor other) => Ops.Get("logical_and").One(this, other);

        public Tensor logical_or(Tensor other) => Ops.Get("logical_or").One(this, other);

        public Tensor logical_xor(Tensor other) => Ops.Get("logical_xor").One(this, other);
    }
}
