using System.Text;
using AkkaCoded.Codes;
using AkkaCoded.Training.Data;

namespace AkkaCoded.Training.Tests;

/// <summary>Every damage is refused with the file, the place and what was expected.</summary>
public sealed class DamagedFilesSpec : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1,2,0\n1,0\n", "line 2", "3 columns")]
    [InlineData("1,2,0\n1,x,0\n", "line 2", "a number in column 1")]
    [InlineData("1,2,0\n1,NaN,0\n", "line 2", "a number")]
    [InlineData("1,2,-1\n", "line 1", "a class number")]
    [InlineData("1,2,0.5\n", "line 1", "a class number")]
    [InlineData("1\n", "line 1", "at least 2 columns")]
    [InlineData("", "line 1", "at least one sample")]
    public void CsvReader_must_refuse_damage(string text, string place, string expected)
    {
        var path = _folder.Write("data.csv", text);
        Refused("CDL-0203", path, place, expected, () => CsvReader.Read(path, -1, 0, 0, []));
    }

    [Fact]
    public void CsvReader_must_refuse_labels_that_are_no_class()
    {
        var path = _folder.Write("data.csv", "1,2\n1,3\n");
        Refused("CDL-0208", path, "sample 2", "0 .. 2", () => CsvReader.Read(path, -1, 0, 3, []));
    }

    [Fact]
    public void CsvReader_must_refuse_a_cut_gzip_stream()
    {
        var lines = Enumerable.Range(0, 5000).Select(i => $"{i * 7919 % 1009},{i % 3}");
        var whole = TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        whole[whole.Length / 2] ^= 0xFF;
        whole[(whole.Length / 2) + 1] ^= 0xFF;
        var path = _folder.Write("data.csv", whole);
        var error = Assert.Throws<InvalidInputException>(
            () => CsvReader.Read(path, -1, 0, 0, []));
        Assert.Equal("CDL-0203", error.Code);
        Assert.Contains(path, error.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void CsvReader_must_refuse_a_gzip_file_whose_end_is_missing()
    {
        var lines = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i * 7919 % 1009},1\n"));
        var whole = TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(lines));
        // Without the trailer every line is there still, and so a line's columns tell nothing.
        var path = _folder.Write("data.csv", whole[..^8]);
        var error = Assert.Throws<InvalidInputException>(
            () => CsvReader.Read(path, -1, 0, 0, []));
        Assert.Equal("CDL-0203", error.Code);
        Assert.Contains(path, error.Key, StringComparison.Ordinal);
        Assert.Contains("ends early", error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void CsvReader_must_refuse_a_column_of_numbers_that_count_no_classes()
    {
        var path = _folder.Write("data.csv", "1,2\n1,1000025\n");
        Refused("CDL-0208", path, path, "0 .. 999999", () => CsvReader.Read(path, -1, 0, 0, []));
    }

    [Theory]
    [InlineData("x 1:1\n", "line 1", "whole number as label")]
    [InlineData("1 1:1\n1 0:1\n", "line 2", "an index above 0")]
    [InlineData("1 2:1 2:1\n", "line 1", "an index above 2")]
    [InlineData("1 3:1 2:1\n", "line 1", "an index above 3")]
    [InlineData("1 9:1\n", "line 1", "at most 8")]
    [InlineData("1 1:\n", "line 1", "index:value")]
    [InlineData("1 1\n", "line 1", "index:value")]
    [InlineData("1 1:inf\n", "line 1", "index:value")]
    [InlineData("\n", "line 1", "at least one sample")]
    public void LibsvmReader_must_refuse_damage(string text, string place, string expected)
    {
        var path = _folder.Write("data.txt", text);
        Refused("CDL-0204", path, place, expected, () => LibsvmReader.Read(path, 8, []));
    }

    [Fact]
    public void LibsvmReader_must_refuse_labels_that_training_did_not_have()
    {
        var path = _folder.Write("data.txt", "1 1:1\n\n3 1:1\n");
        Refused(
            "CDL-0204", path, "line 3", "one of the labels -1, 1",
            () => LibsvmReader.Read(path, 8, [-1, 1]));
    }

    [Theory]
    [InlineData("01000803" + "00000001" + "00000001" + "00000001" + "00", "offset 0", "IDX mark")]
    [InlineData("00000D03" + "00000001" + "00000001" + "00000001" + "00", "offset 0", "IDX mark")]
    [InlineData("000008", "offset 0", "IDX mark")]
    [InlineData("00000809" + "00000001", "offset 3", "2 .. 4 dimensions")]
    [InlineData("00000803" + "00000001" + "00000001", "offset 3", "dimensions and their extents")]
    [InlineData("00000803" + "00000001" + "00000000" + "00000001", "offset 8", "at least 1")]
    [InlineData("00000803" + "00000002" + "00000001" + "00000001" + "00", "offset 17", "18 bytes")]
    [InlineData("00000803" + "000000010000000100000001" + "0000", "offset 17", "17 bytes")]
    [InlineData("00000803" + "FFFFFFFF" + "FFFFFFFF" + "FFFFFFFF" + "00", "offset 17", "bytes")]
    public void IdxReader_must_refuse_damage(string hex, string place, string expected)
    {
        var labels = _folder.Write("labels", DataFormatsSpec.Idx([1], [0]));
        foreach (var gzip in new[] { false, true })
        {
            var bytes = Convert.FromHexString(hex);
            var images = _folder.Write("images", gzip ? TemporaryFolder.Gzip(bytes) : bytes);
            Refused(
                "CDL-0205", images, place, expected, () => IdxReader.Read(images, labels, 10, []));
        }
    }

    [Fact]
    public void IdxReader_must_refuse_when_labels_and_images_do_not_match()
    {
        var images = _folder.Write("images", DataFormatsSpec.Idx([2, 1, 1], [0, 1]));
        var labels = _folder.Write("labels", DataFormatsSpec.Idx([3], [0, 1, 2]));
        Refused(
            "CDL-0205", labels, "offset 4", "2 labels",
            () => IdxReader.Read(images, labels, 0, []));
    }

    [Fact]
    public void IdxReader_must_refuse_labels_that_are_no_class()
    {
        var images = _folder.Write("images", DataFormatsSpec.Idx([2, 1, 1], [0, 1]));
        var labels = _folder.Write("labels", DataFormatsSpec.Idx([2], [0, 10]));
        Refused(
            "CDL-0208", labels, "sample 1", "0 .. 9",
            () => IdxReader.Read(images, labels, 0, []));
    }

    [Fact]
    public void IdxReader_must_refuse_a_cut_gzip_stream()
    {
        var packed = TemporaryFolder.Gzip(DataFormatsSpec.Idx([100, 2, 2], new byte[400]));
        var images = _folder.Write("images", packed[..^12]);
        var labels = _folder.Write("labels", DataFormatsSpec.Idx([1], [0]));
        var error = Assert.Throws<InvalidInputException>(
            () => IdxReader.Read(images, labels, 0, []));
        Assert.Equal("CDL-0205", error.Code);
    }

    [Theory]
    [InlineData(0, 0, "offset 0")]
    [InlineData(3072, 0, "offset 0")]
    [InlineData(3074, 0, "offset 3073")]
    [InlineData(6146, 10, "offset 3073")]
    public void Cifar10Reader_must_refuse_damage(int length, byte label, string place)
    {
        var bytes = new byte[length];
        if (length > 3073)
        {
            bytes[3073] = label;
        }

        var path = _folder.Write("batch.bin", bytes);
        Refused("CDL-0206", path, place, "", () => Cifar10Reader.Read([path]));
    }

    [Fact]
    public void DataPair_must_name_the_file_when_it_is_missing()
    {
        var error = Assert.Throws<InvalidInputException>(() => DataPair.Open(Jobs.Parse("""
            coded.data {
              format = csv, folder = "/nowhere", train = [a.csv], test = [b.csv]
            }
            """).Data));
        Assert.Equal("CDL-0202", error.Code);
        Assert.Contains("a.csv", error.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void DataPair_must_refuse_a_wished_shape_of_any_size()
    {
        _folder.Write("a.csv", "1,2,0\n1,2,1\n");
        var error = Assert.Throws<InvalidInputException>(() => DataPair.Open(Jobs.Parse($$"""
            coded.data {
              format = csv, folder = "{{_folder.Root}}", train = [a.csv], split.test = 1
              shape = [100000, 100000]
            }
            """).Data));
        Assert.Equal("CDL-0209", error.Code);
    }

    [Fact]
    public void DataPair_must_refuse_test_data_of_another_shape()
    {
        _folder.Write("a.csv", "1,2,0\n");
        _folder.Write("b.csv", "1,0\n");
        var error = Assert.Throws<InvalidInputException>(() => DataPair.Open(Jobs.Parse($$"""
            coded.data {
              format = csv, folder = "{{_folder.Root}}", train = [a.csv], test = [b.csv]
            }
            """).Data));
        Assert.Equal("CDL-0209", error.Code);
    }

    private static void Refused(
        string code, string path, string place, string expected, Func<object> read)
    {
        var error = Assert.Throws<InvalidInputException>(read);
        Assert.Equal(code, error.Code);
        Assert.Contains(path, error.Key, StringComparison.Ordinal);
        Assert.EndsWith(place, error.Key, StringComparison.Ordinal);
        Assert.Contains(expected, error.Allowed, StringComparison.Ordinal);
    }
}
