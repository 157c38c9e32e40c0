using System.Buffers.Binary;
using System.Text;
using AkkaCoded.Training.Data;

namespace AkkaCoded.Training.Tests;

public sealed class DataFormatsSpec : IDisposable
{
    private const string NaNHeader =
        """{"features":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"""
        + "\"labels\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[8,10]}}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CsvReader_must_read_features_and_labels(bool gzip)
    {
        var text = Encoding.UTF8.GetBytes("a,b,class\n1,-2.5,0\n\n3,4e1,2\n");
        var path = _folder.Write("data.csv", gzip ? TemporaryFolder.Gzip(text) : text);
        using var set = CsvReader.Read(path, -1, 1, 0, []);
        Assert.Equal(2, set.Count);
        Assert.Equal(3, set.Classes);
        Assert.Equal([1f, -2.5f], Row(set, 0));
        Assert.Equal([3f, 40f], Row(set, 1));
        Assert.Equal([0, 2], Labels(set));
    }

    [Fact]
    public void CsvReader_must_take_the_label_from_the_column_named()
    {
        var path = _folder.Write("data.csv", "1,5,6\n0,7,8\n");
        using var set = CsvReader.Read(path, 0, 0, 4, []);
        Assert.Equal([5f, 6f], Row(set, 0));
        Assert.Equal([1, 0], Labels(set));
        Assert.Equal(4, set.Classes);
    }

    [Fact]
    public void LibsvmReader_must_number_labels_in_rising_order()
    {
        var path = _folder.Write("data.txt", "+1 1:0.5 4:2\n-1 \n+1 2:1\n");
        using var set = LibsvmReader.Read(path, 0, []);
        Assert.Equal([1, 0, 1], Labels(set));
        Assert.Equal([.5f, 0f, 0f, 2f], Row(set, 0));
        Assert.Equal([0f, 0f, 0f, 0f], Row(set, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IdxReader_must_read_images_plain_and_gzip(bool gzip)
    {
        var images = Idx([3, 2, 2], [.. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        var labels = Idx([3], [7, 0, 9]);
        using var set = IdxReader.Read(
            _folder.Write("images", gzip ? TemporaryFolder.Gzip(images) : images),
            _folder.Write("labels", gzip ? TemporaryFolder.Gzip(labels) : labels),
            0, []);
        Assert.Equal([1, 2, 2], set.Shape);
        Assert.Equal([7, 0, 9], Labels(set));
        Assert.Equal([8f, 9f, 10f, 11f], Row(set, 2));
    }

    [Fact]
    public void SafetensorsDataSet_must_refuse_features_that_are_not_finite()
    {
        var path = _folder.PathOf("data.safetensors");
        using (var stream = File.Create(path))
        {
            stream.Write(BitConverter.GetBytes((ulong)NaNHeader.Length));
            stream.Write(Encoding.UTF8.GetBytes(NaNHeader));
            stream.Write([.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(float.NaN), 0, 1]);
        }

        using var set = SafetensorsDataSet.Open(path, "features", "labels", 0, []);
        Assert.Equal([1f], Row(set, 0));
        var error = Assert.Throws<Codes.InvalidInputException>(() => Row(set, 1));
        Assert.Equal("CDL-0207", error.Code);
        Assert.Contains("sample 1", error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Cifar10Reader_must_join_batches()
    {
        var batches = Enumerable.Range(0, 2).Select(batch =>
        {
            var bytes = new byte[2 * 3073];
            for (var i = 0; i < 2; i++)
            {
                bytes[i * 3073] = (byte)((2 * batch) + i);
                bytes.AsSpan((i * 3073) + 1, 3072).Fill((byte)(100 + (2 * batch) + i));
            }

            return _folder.Write($"batch{batch}.bin", bytes);
        });
        using var set = Cifar10Reader.Read([.. batches]);
        Assert.Equal(4, set.Count);
        Assert.Equal([0, 1, 2, 3], Labels(set));
        Assert.All(Row(set, 3), value => Assert.Equal(103f, value));
    }

    [Fact]
    public void SafetensorsDataSet_must_read_float_features_and_derive_classes()
    {
        var path = _folder.PathOf("data.safetensors");
        float[] features = [1, 2, 3, 4, 5, 6];
        using (var stream = File.Create(path))
        {
            WriteSafetensors(stream, features, [0, 2]);
        }

        using var set = SafetensorsDataSet.Open(path, "features", "labels", 0, []);
        Assert.Equal([3], set.Shape);
        Assert.Equal(3, set.Classes);
        Assert.Equal([4f, 5f, 6f], Row(set, 1));
        Assert.Equal([0, 2], Labels(set));
    }

    [Fact]
    public void DataPair_must_split_one_file_without_overlap()
    {
        var lines = Enumerable.Range(0, 50).Select(i => $"{i},{i % 2}");
        _folder.Write("data.csv", string.Join('\n', lines));
        using var pair = DataPair.Open(Jobs.Parse($$"""
            coded.data {
              format = csv, folder = "{{_folder.Root}}", train = [data.csv]
              split { train = 30, test = 15 }, normalize = none
            }
            """).Data);
        var train = Enumerable.Range(0, 30).Select(i => Row(pair.Train, i)[0]).ToList();
        var test = Enumerable.Range(0, 15).Select(i => Row(pair.Test, i)[0]).ToList();
        Assert.Equal(45, train.Concat(test).Distinct().Count());
        Assert.NotEqual(train.Order(), train);
    }

    [Fact]
    public void Normalization_must_be_fitted_on_training_data_only()
    {
        using var train = new InMemoryDataSet([0, 10, 2, 30], [0, 1], [2], 2);
        var normalization = Normalization.Fit("feature", train);
        Assert.Equal([1f, 20f], normalization.Mean.ToArray());
        float[] test = [1, 40];
        normalization.Apply(test);
        Assert.Equal([0f, 2f], test);
    }

    [Fact]
    public void Normalization_must_give_mean_0_and_deviation_1_by_kind()
    {
        float[] values = [1, 2, 3, 4, 10, 20, 30, 40, 5, 6, 7, 8, 50, 60, 70, 80];
        using var train = new InMemoryDataSet(values, [0, 1], [2, 2, 2], 2);
        var channel = Normalization.Fit("channel", train);
        Assert.Equal([4.5f, 45f], channel.Mean.ToArray());
        var all = (float[])values.Clone();
        Normalization.Fit("standard", train).Apply(all);
        Assert.Equal(0.0, all.Average(), 5);
        Assert.Equal(1.0, all.Average(value => (double)value * value), 5);
        Assert.Equal(80f, 1f / Normalization.Fit("scale", train).Scale.Span[0], 3);
    }

    [Fact]
    public void GlyphDataSet_must_follow_from_seed_and_index_alone()
    {
        using var whole = new GlyphDataSet(4, 0, 20, 16, .1);
        using var part = new GlyphDataSet(4, 10, 10, 16, .1);
        using var other = new GlyphDataSet(5, 10, 10, 16, .1);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(Row(whole, 10 + i), Row(part, i));
            Assert.Equal(whole.Label(10 + i), part.Label(i));
        }

        Assert.NotEqual(Row(part, 0), Row(other, 0));
    }

    [Fact]
    public void GlyphDataSet_must_draw_every_class_about_as_often_and_with_ink()
    {
        using var set = new GlyphDataSet(1, 0, 2000, 16, 0);
        var counts = Labels(set).CountBy(label => label).ToDictionary();
        Assert.Equal(10, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 140, 260));
        for (var i = 0; i < 2000; i++)
        {
            Assert.InRange(Row(set, i).Average(), 8.0, 130.0);
        }
    }

    internal static byte[] Idx(int[] extents, byte[] data)
    {
        var bytes = new byte[4 + (4 * extents.Length) + data.Length];
        bytes[2] = 8;
        bytes[3] = (byte)extents.Length;
        for (var i = 0; i < extents.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), extents[i]);
        }

        data.CopyTo(bytes.AsSpan(4 + (4 * extents.Length)));
        return bytes;
    }

    internal static void WriteSafetensors(Stream stream, float[] features, int[] labels)
    {
        var width = features.Length / labels.Length;
        var header = $$"""
            {"features":{"dtype":"F32","shape":[{{labels.Length}},{{width}}],
            "data_offsets":[0,{{features.Length * 4}}]},
            "labels":{"dtype":"I32","shape":[{{labels.Length}}],
            "data_offsets":[{{features.Length * 4}},{{(features.Length + labels.Length) * 4}}]}
            }
            """;
        stream.Write(BitConverter.GetBytes((long)header.Length));
        stream.Write(Encoding.UTF8.GetBytes(header));
        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(features.AsSpan()));
        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(labels.AsSpan()));
    }

    private static float[] Row(IDataSet set, long index)
    {
        var row = new float[set.Shape.Aggregate(1, (product, extent) => product * extent)];
        set.Read(index, row);
        return row;
    }

    private static int[] Labels(IDataSet set) =>
        [.. Enumerable.Range(0, (int)set.Count).Select(i => set.Label(i))];
}
