namespace AkkaCoded.Codes.Tests;

public sealed class EditDistanceSpec
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("cyclic-mds", "cyclic-mds", 0)]
    [InlineData("cyclic-mdss", "cyclic-mds", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("tset", "test", 2)]
    public void Distance_must_count_changed_letters(string left, string right, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(left, right));
        Assert.Equal(distance, EditDistance.Between(right, left));
    }

    [Fact]
    public void Nearest_must_come_first_and_keep_the_order_when_equal() =>
        Assert.Equal(
            ["abd", "xbc", "xyz"], EditDistance.Nearest("abc", ["xyz", "abd", "xbc"]));
}
