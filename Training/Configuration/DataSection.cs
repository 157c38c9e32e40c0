using AkkaCoded.Training.Data;

namespace AkkaCoded.Training.Configuration;

/// <summary>Reads <c>coded.data</c>.</summary>
internal static class DataSection
{
    public static DataOptions Read(Section data) => new DataOptions
    {
        Format = data.Text("format"),
        Folder = data.OptionalText("folder"),
        Train = data.Texts("train"),
        TrainLabels = data.OptionalText("train-labels"),
        Test = data.Texts("test"),
        TestLabels = data.OptionalText("test-labels"),
        Shape = data.Ints("shape"),
        Classes = data.Int("classes"),
        Normalize = data.Text("normalize"),
        SplitTrain = data.Below("split").Long("train"),
        SplitTest = data.Below("split").Long("test"),
        SplitSeed = data.Below("split").Long("seed"),
        Glyphs = ReadGlyphs(data.Below("glyphs")),
        CsvLabelColumn = data.Below("csv").Int("label-column"),
        CsvSkipLines = data.Below("csv").Int("skip-lines"),
        LibsvmFeatures = data.Below("libsvm").Int("features"),
        TensorFeatures = data.Below("safetensors").Text("features"),
        TensorLabels = data.Below("safetensors").Text("labels"),
    }.Validate();

    private static GlyphOptions ReadGlyphs(Section glyphs) => new()
    {
        Seed = glyphs.Long("seed"),
        Size = glyphs.Int("size"),
        Noise = glyphs.Real("noise"),
        Train = glyphs.Int("train"),
        Test = glyphs.Int("test"),
    };
}
