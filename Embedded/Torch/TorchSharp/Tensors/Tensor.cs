using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor : IDisposable
    {
        private TensorHandle? _handle;

        internal Tensor(nint tensor)
            : this(new TensorHandle(tensor))
        {
        }

        internal Tensor(TensorHandle handle)
        {
            _handle = handle;
            OwningDisposeScope = DisposeScopeManager.OfThisThread.Register(this);
        }

        /// <summary>Native tensors of this process that are alive.</summary>
        public static long TotalCount => TensorHandle.Live;

        public static long PeakCount => TensorHandle.Peak;

        /// <summary>
        /// The native tensor's address, the same for every managed tensor that stands for it.
        /// </summary>
        public nint Handle => NativeHandle.DangerousGetHandle();

        public bool IsInvalid => _handle is null;

        public string? name { get; set; }

        internal TensorHandle NativeHandle => _handle ?? throw new InvalidOperationException(
            "Tensor invalid: it has been disposed, perhaps by the dispose scope it was made in");

        internal DisposeScope? OwningDisposeScope { get; set; }

        public void Dispose()
        {
            if (_handle is not null)
            {
                if (OwningDisposeScope is { } scope)
                {
                    scope.MarkAsDisposed(this);
                }
                else
                {
                    DisposeScopeManager.OfThisThread.Counts.DisposedOutsideScopeCount++;
                }
            }

            Release();
            GC.SuppressFinalize(this);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Same type, shape and values.</summary>
        public bool Equals(Tensor target) =>
            ReferenceEquals(this, target) || (dtype == target.dtype && IsEqual(target));

        public override int GetHashCode() =>
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>
        /// Gives the native tensor to another managed one; this one becomes invalid.
        /// </summary>
        internal TensorHandle MoveHandle()
        {
            var handle = NativeHandle;
            _handle = null;
            if (OwningDisposeScope is { } scope)
            {
                scope.MarkAsDisposed(this);
            }
            else
            {
                DisposeScopeManager.OfThisThread.Counts.DisposedOutsideScopeCount++;
            }

            return handle;
        }

        internal void Release()
        {
            var handle = _handle;
            _handle = null;
            handle?.Dispose();
        }

        internal T With<T>(Func<nint, T> call)
        {
            var held = default(HeldHandles);
            try
            {
                return call(held.Hold(NativeHandle));
            }
            finally
            {
                held.Release();
            }
        }

        private bool IsEqual(Tensor target) => Ops.Get("equal").Number(this, target).Bits != 0;
    }
}
