using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class ErrorSpec
{
    [Fact]
    public void Impossible_shapes_must_throw_with_libtorchs_message()
    {
        using var values = ones(6);
        var error = Assert.Throws<ExternalException>(() => values.view(4));
        Assert.Contains("shape '[4]' is invalid for input of size 6", error.Message);
    }

    [Fact]
    public void Work_must_go_on_after_an_error()
    {
        using var values = ones(6);
        for (var i = 0; i < 100; i++)
        {
            Assert.Throws<ExternalException>(() => values.view(4));
            Expect.Values(values.sum(), 6);
        }
    }

    [Fact]
    public void Out_of_range_index_must_throw()
    {
        using var values = ones(3);
        Assert.Throws<ExternalException>(() => values.select(0, 5));
        Assert.ThrowsAny<Exception>(() => values.data<float>()[5]);
    }

    [Fact]
    public void Leaf_that_needs_a_gradient_must_not_be_changed_in_place()
    {
        using var leaf = ones(3).requires_grad_();
        Assert.Throws<ExternalException>(() => leaf.add_(1));
        using (no_grad())
        {
            leaf.add_(1);
        }

        Expect.Values(leaf, 2, 2, 2);
    }

    [Fact]
    public void Disposed_tensor_must_be_refused()
    {
        var gone = ones(3);
        gone.Dispose();
        Assert.True(gone.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => gone.add(1));
        Assert.Throws<InvalidOperationException>(() => ones(3).add(gone));
    }

    [Fact]
    public void Errors_of_two_threads_must_not_mix()
    {
        using var values = ones(6);
        var messages = new string[2];
        Parallel.For(0, 2, i =>
        {
            for (var k = 0; k < 200; k++)
            {
                messages[i] = Assert.Throws<ExternalException>(() => values.view(4 + i)).Message;
            }
        });
        Assert.Contains("[4]", messages[0]);
        Assert.Contains("[5]", messages[1]);
    }
}
