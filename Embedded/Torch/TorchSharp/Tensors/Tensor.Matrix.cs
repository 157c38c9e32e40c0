using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op MatMul = new("matmul");
        private static readonly Op Mm = new("mm");

        public Tensor matmul(Tensor target) => MatMul.One(this, target);

        public Tensor mm(Tensor target) => Mm.One(this, target);

        public Tensor mv(Tensor target) => Ops.Get("mv").One(this, target);

        public Tensor bmm(Tensor batch2) => Ops.Get("bmm").One(this, batch2);

        public Tensor dot(Tensor target) => Ops.Get("dot").One(this, target);

        public Tensor outer(Tensor vec2) => Ops.Get("outer").One(this, vec2);

        public Tensor inner(Tensor vec2) => Ops.Get("inner").One(this, vec2);

        public Tensor kron(Tensor other) => Ops.Get("kron").One(this, other);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Ops.Get("addmm").One(this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Ops.Get("addmm_").InPlace(this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Ops.Get("addmv").One(this, mat, vec, (double)beta, (double)alpha);

        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Ops.Get("addmv_").InPlace(this, mat, vec, (double)beta, (double)alpha);

        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Ops.Get("addr").One(this, vec1, vec2, (double)beta, (double)alpha);

        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Ops.Get("addr_").InPlace(this, vec1, vec2, (double)beta, (double)alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Ops.Get("baddbmm").One(this, batch1, batch2, (double)beta, (double)alpha);

        public Tensor matrix_power(int n) => Ops.Get("matrix_power").One(this, (long)n);

        public Tensor bernoulli(Generator? generator = null) =>
            Ops.Get("bernoulli").One(this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            Ops.Get("bernoulli_.float").InPlace(this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) =>
            Ops.Get("bernoulli_.Tensor").InPlace(this, p, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Ops.Get("uniform_").InPlace(this, from, to, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Ops.Get("normal_").InPlace(this, mean, std, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) =>
            Ops.Get("exponential_").InPlace(this, lambda, generator);

        public Tensor random_(double from, double to, Generator? generator = null) =>
            Ops.Get("random_.from").InPlace(this, (long)from, (long)to, generator);

        public Tensor multinomial(
            long num_samples, bool replacement = false, Generator? generator = null) =>
            Ops.Get("multinomial").One(this, num_samples, replacement, generator);
    }
}
