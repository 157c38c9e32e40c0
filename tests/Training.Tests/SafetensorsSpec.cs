using System.Text;
using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Training.Tests;

public sealed class SafetensorsSpec : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SafetensorsFile_must_read_what_the_writer_wrote()
    {
        using var file = SafetensorsFile.Open(WriteSample());
        Assert.Equal(["b", "scalar", "empty", "ä \" name"], file.Tensors.Select(t => t.Name));
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], file.ReadSingles("b"));
        Assert.Equal([2, 3], file.Get("b").Shape);
        Assert.Equal([7.5f], file.ReadSingles("scalar"));
        Assert.Empty(file.ReadSingles("empty"));
        Assert.Equal("5", file.Metadata["step"]);
        Assert.Null(file.Find("nothing"));
    }

    [Fact]
    public void SafetensorsWriter_must_align_the_data()
    {
        var bytes = File.ReadAllBytes(WriteSample());
        Assert.Equal(0, BitConverter.ToInt64(bytes) % 8);
    }

    [PythonFact]
    public void SafetensorsWriter_must_be_readable_in_plain_Python()
    {
        var text = PythonChild.Run(PythonChild.Plain!, "read_safetensors.py", WriteSample());
        Assert.Contains("b 2x3 21.0", text, StringComparison.Ordinal);
        Assert.Contains("scalar  7.5", text, StringComparison.Ordinal);
        Assert.Contains("empty 0x4 0", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]}}", 8, null)]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]}}   ", 8, null)]
    [InlineData("{}", 0, null)]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]}}", 7, "8 bytes")]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]}}", 9, "8 bytes")]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,8]}}", 8, "12 bytes")]
    [InlineData("{`a`:{`dtype`:`F99`,`shape`:[2],`data_offsets`:[0,8]}}", 8, "F32")]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[8,0]}}", 8, "begin <= end")]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0]}}", 8, "begin <= end")]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[-2],`data_offsets`:[0,8]}}", 8, "whole numbers")]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2.5],`data_offsets`:[0,8]}}", 8, "whole numbers")]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,1e30]}}", 8, "whole numbers")]
    [InlineData("{`a`:{`dtype`:`F32`,`shape`:[2]}}", 8, "data_offsets")]
    [InlineData("{`a`:{`dtype`:4,`shape`:[2],`data_offsets`:[0,8]}}", 8, "dtype")]
    [InlineData("{`a`:7}", 8, "dtype")]
    [InlineData("[1]", 0, "a JSON object")]
    [InlineData("{`a`:", 0, "a JSON object")]
    [InlineData("{}x", 0, "spaces only")]
    [InlineData("{`__metadata__`:{`a`:1}}", 0, "texts")]
    [InlineData("{`__metadata__`:[]}", 0, "a JSON object")]
    [InlineData(
        "{`a`:{`dtype`:`U8`,`shape`:[4],`data_offsets`:[0,4]},"
        + "`b`:{`dtype`:`U8`,`shape`:[4],`data_offsets`:[2,6]}}", 6, "begin at 4")]
    [InlineData(
        "{`a`:{`dtype`:`U8`,`shape`:[4],`data_offsets`:[0,4]},"
        + "`b`:{`dtype`:`U8`,`shape`:[4],`data_offsets`:[6,10]}}", 10, "begin at 4")]
    [InlineData(
        "{`a`:{`dtype`:`U8`,`shape`:[4],`data_offsets`:[0,4]},"
        + "`a`:{`dtype`:`U8`,`shape`:[4],`data_offsets`:[4,8]}}", 8, "each name once")]
    [InlineData(
        "{`a`:{`dtype`:`U8`,`shape`:[9223372036854775807,9223372036854775807,4],"
        + "`data_offsets`:[0,4]}}", 4, "as its shape")]
    public void SafetensorsFile_must_accept_or_refuse(string json, int data, string? expected)
    {
        var header = json.Replace('`', '"');
        var path = _folder.Write(
            "t", [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header),
                .. new byte[data]]);
        if (expected is null)
        {
            SafetensorsFile.Open(path).Dispose();
            return;
        }

        Refused(path, expected);
    }

    [Fact]
    public void Tensor_must_count_no_elements_when_one_of_huge_extents_is_zero()
    {
        const string header =
            """{"a":{"dtype":"F32","shape":[9007199254740992,9007199254740992,0],"""
            + "\"data_offsets\":[0,0]}}";
        var path = _folder.Write(
            "t",
            [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header)]);
        using var file = SafetensorsFile.Open(path);
        Assert.Empty(file.ReadSingles("a"));
    }

    [Theory]
    [InlineData(0L, "a header of 2 ..")]
    [InlineData(100_000_001L, "a header of 2 .. 100000000 bytes")]
    [InlineData(-1L, "a header of 2 ..")]
    [InlineData(1000L, "a header inside the file")]
    public void SafetensorsFile_must_refuse_a_wrong_header_length(long length, string expected)
    {
        var path = _folder.Write("t", [.. BitConverter.GetBytes(length), .. "{}"u8]);
        Refused(path, expected);
    }

    [Fact]
    public void SafetensorsFile_must_refuse_every_truncation()
    {
        var whole = File.ReadAllBytes(WriteSample());
        for (var length = 0; length < whole.Length; length++)
        {
            Refused(_folder.Write("cut", whole[..length]), "");
        }
    }

    [Fact]
    public void SafetensorsFile_must_throw_nothing_else_when_bytes_are_damaged_at_random()
    {
        var whole = File.ReadAllBytes(WriteSample());
        for (ulong round = 0; round < 3000; round++)
        {
            var random = new KeyedRandom(20, round);
            var bytes = (byte[])whole.Clone();
            for (ulong i = 0; i <= random.Bits(0) % 4; i++)
            {
                bytes[random.Bits(10 + i) % (ulong)bytes.Length] = (byte)random.Bits(100 + i);
            }

            var path = _folder.Write("fuzz", bytes);
            try
            {
                using var file = SafetensorsFile.Open(path);
                foreach (var tensor in file.Tensors)
                {
                    file.Bytes(tensor, 0, (int)tensor.Length);
                }
            }
            catch (InvalidInputException error)
            {
                Assert.True(error.Code == "CDL-0207", $"round {round}: {error}");
            }
        }
    }

    private void Refused(string path, string expected)
    {
        var error = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path));
        Assert.Equal("CDL-0207", error.Code);
        Assert.Contains(path, error.Key, StringComparison.Ordinal);
        Assert.Contains(expected, error.Allowed, StringComparison.Ordinal);
    }

    private string WriteSample()
    {
        var path = _folder.PathOf("sample.safetensors");
        using var stream = File.Create(path);
        SafetensorsWriter.Write(
            stream,
            [
                new NamedTensor("b", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 }),
                new NamedTensor("scalar", [], new[] { 7.5f }),
                new NamedTensor("empty", [0, 4], Array.Empty<float>()),
                new NamedTensor("ä \" name", [1], new[] { 1f }),
            ],
            new Dictionary<string, string> { ["step"] = "5" });
        return path;
    }
}
