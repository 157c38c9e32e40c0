using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class ScopeSpec
{
    [Fact]
    public void Scope_must_dispose_what_was_made_in_it()
    {
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = ones(2);
        }

        Assert.True(inside.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => inside.sum());
    }

    [Fact]
    public void Scope_must_leave_what_was_made_before_it()
    {
        using var before = ones(2);
        using (NewDisposeScope())
        {
            using var sum = before + 1;
        }

        Expect.Values(before, 1, 1);
    }

    [Fact]
    public void Moving_to_the_outer_scope_must_keep_a_tensor_until_that_ends()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                kept = ones(2).MoveToOuterDisposeScope();
            }

            Expect.Values(kept, 1, 1);
        }

        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void Detaching_must_keep_a_tensor_for_good()
    {
        Tensor kept;
        using (var scope = NewDisposeScope())
        {
            kept = ones(2).DetachFromDisposeScope();
            Assert.Equal(0, scope.DisposablesCount);
        }

        Expect.Values(kept, 1, 1);
        kept.Dispose();
    }

    [Fact]
    public void Scope_must_know_what_it_holds()
    {
        using var scope = NewDisposeScope();
        var a = ones(1);
        var b = ones(1);
        Assert.Equal(2, scope.DisposablesCount);
        Assert.True(scope.Contains(a));
        b.Dispose();
        Assert.Equal(1, scope.DisposablesCount);
        scope.DisposeEverythingBut(a);
        Assert.False(a.IsInvalid);
    }

    [Fact]
    public void Early_disposal_must_not_be_counted_twice()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            var a = ones(1);
            a.Dispose();
            a.Dispose();
            ones(3);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Scopes_of_other_threads_must_not_interfere()
    {
        using var scope = NewDisposeScope();
        var held = ones(2);
        var other = OtherThread.Run(() =>
        {
            using var inner = NewDisposeScope();
            return ones(2).MoveToOuterDisposeScope();
        });
        Assert.False(scope.Contains(other));
        Assert.True(scope.Contains(held));
        other.Dispose();
    }

    [Fact]
    public void Statistics_must_count_what_is_made_and_disposed()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            ones(1);
            ones(1);
            Assert.Equal(2, statistics.CreatedInScopeCount);
            Assert.Equal(2, statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Ten_thousand_steps_must_leave_no_tensor()
    {
        using var weights = randn(20, 10).requires_grad_();
        using var data = randn(8, 20);
        Step(weights, data);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10_000; i++)
        {
            Step(weights, data);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void Step(Tensor weights, Tensor data)
    {
        using var scope = NewDisposeScope();
        var loss = data.mm(weights).relu().sum();
        var gradient = autograd.grad([loss], [weights])[0];
        using var mode = no_grad();
        weights.add_(gradient, -1e-6);
    }
}
