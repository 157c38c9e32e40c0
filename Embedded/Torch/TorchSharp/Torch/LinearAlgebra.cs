using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static class linalg
    {
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Tensor.Two(Ops.Get("linalg_qr").Many(input, Name(mode)));

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true)
        {
            var found = Ops.Get("linalg_svd").Many(input, fullMatrices);
            return (found[0], found[1], found[2]);
        }

        public static Tensor svdvals(Tensor input) => Ops.Get("linalg_svdvals").One(input);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') =>
            Tensor.Two(Ops.Get("linalg_eigh").Many(input, UPLO.ToString()));

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') =>
            Ops.Get("linalg_eigvalsh").One(input, UPLO.ToString());

        /// <summary>Least squares: the solution, residuals, rank and singular values.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues)
            lstsq(Tensor input, Tensor other) => Least(input, other, Arg.None);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues)
            lstsq(Tensor input, Tensor other, double rcond) => Least(input, other, rcond);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            Ops.Get("linalg_norm").One(input, Arg.None, dims, keepdim);

        public static Tensor norm(
            Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.Get("linalg_norm").One(input, ord, dims, keepdim);

        public static Tensor norm(
            Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            Ops.Get("linalg_norm").One(input, (double)ord, dims, keepdim);

        public static Tensor norm(
            Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Ops.Get("linalg_norm.ord_str").One(input, ord, dims, keepdim);

        /// <summary>
        /// Vector norm over <paramref name="dims"/>; the order has to be given, for only newer
        /// versions of TorchSharp have a default.
        /// </summary>
        public static Tensor vector_norm(
            Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.Get("linalg_vector_norm").One(input, ord, dims, keepdim);

        /// <summary>Solves A X = B. The parameters' names differ between versions.</summary>
        public static Tensor solve(Tensor matrix, Tensor right, bool left = true) => left
            ? Ops.Get("linalg_solve").One(matrix, right)
            : throw new NotSupportedException("solve with left = false is not offered here");

        public static Tensor inv(Tensor input) => Ops.Get("linalg_inv").One(input);

        public static Tensor det(Tensor input) => Ops.Get("linalg_det").One(input);

        public static Tensor cholesky(Tensor input) => Ops.Get("linalg_cholesky").One(input);

        public static Tensor matrix_rank(
            Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.Get("linalg_matrix_rank.atol_rtol_float").One(
                input, Arg.Maybe(atol), Arg.Maybe(rtol), hermitian);

        public static Tensor pinv(
            Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.Get("linalg_pinv.atol_rtol_float").One(
                input, Arg.Maybe(atol), Arg.Maybe(rtol), hermitian);

        private static string Name(QRMode mode) => mode switch
        {
            QRMode.Reduced => "reduced",
            QRMode.Complete => "complete",
            _ => "r",
        };

        private static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues)
            Least(Tensor input, Tensor other, Arg rcond)
        {
            var found = Ops.Get("linalg_lstsq").Many(input, other, rcond);
            return (found[0], found[1], found[2], found[3]);
        }
    }
}
