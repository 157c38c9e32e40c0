using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AkkaCoded.Codes.Kernels;

/// <summary>How many bits a decode kernel adds at once. The sums are the same bits for all.
/// </summary>
public enum SimdWidth
{
    /// <summary>The widest that this processor carries out in hardware.</summary>
    Widest,

    /// <summary>One element at a time: works everywhere, and is what the others are held to.
    /// </summary>
    Scalar,

    /// <summary>256 bits: 8 float32 or 4 float64.</summary>
    Vector256,

    /// <summary>512 bits: 16 float32 or 8 float64.</summary>
    Vector512,
}

/// <summary>Which widths this processor has.</summary>
public static class SimdWidths
{
    /// <summary>What <see cref="SimdWidth.Widest"/> stands for on this processor.</summary>
    public static SimdWidth Widest { get; } = Detect();

    internal static SimdWidth Resolve(SimdWidth width) =>
        width == SimdWidth.Widest ? Widest : width;

    private static SimdWidth Detect()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return SimdWidth.Vector512;
        }

        // Without a fused multiply-add in hardware a wide kernel would emulate it element by
        // element. On Arm a 256-bit vector is a pair of 128-bit ones, which do have it.
        var fused = (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            || AdvSimd.Arm64.IsSupported;
        return fused ? SimdWidth.Vector256 : SimdWidth.Scalar;
    }
}
