using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class DataSpec
{
    [Fact]
    public void Accessor_must_read_and_write_in_place()
    {
        using var values = Expect.Counting(2, 3);
        using var data = values.data<float>();
        Assert.Equal(6, data.Count);
        Assert.Equal(5, data[1, 2]);
        data[0, 0] = 7;
        Assert.Equal(7, values[0, 0].item<float>());
        Assert.Equal([7, 1, 2, 3, 4, 5], data.ToArray());
        Assert.Equal(22, data.Sum());
    }

    [Fact]
    public void Accessor_must_follow_strides()
    {
        using var turned = Expect.Counting(2, 3).t();
        using var data = turned.data<float>();
        Assert.Equal([0, 3, 1, 4, 2, 5], data.ToArray());
        Assert.Equal(3, data[1]);
    }

    [Fact]
    public void Accessor_must_copy_parts()
    {
        using var values = zeros(4);
        var data = values.data<float>();
        data.CopyFrom([1, 2, 3], 1, 2);
        var copy = new float[2];
        data.CopyTo(copy, 0, 2);
        Assert.Equal([2, 3], copy);
    }

    [Fact]
    public void Bytes_must_be_the_tensors_memory()
    {
        using var values = tensor(new[] { 1, 2 });
        Assert.Equal(8, values.bytes.Length);
        values.bytes[0] = 5;
        Assert.Equal(5, values[0].item<int>());
        values.bytes = new byte[8];
        Expect.Values(values, 0, 0);
        GC.KeepAlive(values);
    }

    [Fact]
    public void Item_must_be_the_one_element()
    {
        Assert.Equal(3, tensor(3L).item<long>());
        Assert.Equal(3.5, (double)tensor(3.5f));
        Assert.Equal(3, tensor(3f).ToInt32());
        Assert.True(tensor(true).item<bool>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
        Assert.Throws<ArgumentException>(() => zeros(1).item<long>());
    }

    [Fact]
    public void Type_changes_must_convert_the_values()
    {
        using var values = Expect.Floats(1.7f, -1.7f);
        Expect.Values(values.to(ScalarType.Int64), 1, -1);
        Assert.Equal(ScalarType.Float64, values.to_type(ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Float64, values.type(ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Bool, values.@bool().dtype);
        Assert.Equal(DeviceType.CPU, values.cpu().device_type);
        Assert.Equal(ScalarType.Float64, values.to(float64, CPU).dtype);
    }

    [Fact]
    public void Clone_must_not_share_memory_and_detach_must()
    {
        using var values = Expect.Floats(1, 2);
        using var copy = values.clone();
        using var same = values.detach();
        values.add_(1);
        Expect.Values(copy, 1, 2);
        Expect.Values(same, 2, 3);
    }

    [Fact]
    public void Text_must_tell_shape_type_and_device()
    {
        Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());
    }
}
