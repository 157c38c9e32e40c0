using System.Globalization;
using Akka.TestKit.Xunit2.Internals;
using Xunit;

namespace Akka.TestKit.Xunit2;

/// <summary>Turns the failures of the test kit into those of xunit.</summary>
public class XunitAssertions : ITestKitAssertions
{
    public void Fail(string format = "", params object[] args) => Assert.Fail(Text(format, args));

    public void AssertTrue(bool condition, string format = "", params object[] args) =>
        Assert.True(condition, Text(format, args));

    public void AssertFalse(bool condition, string format = "", params object[] args) =>
        Assert.False(condition, Text(format, args));

    public void AssertEqual<T>(
        T expected, T actual, string format = "", params object[] args)
    {
        if (!Same(expected, actual))
        {
            throw AkkaEqualException.ForMismatchedValues(expected, actual, format, args);
        }
    }

    public void AssertEqual<T>(
        T expected,
        T actual,
        Func<T, T, bool> comparer,
        string format = "",
        params object[] args)
    {
        if (!comparer(expected, actual))
        {
            throw AkkaEqualException.ForMismatchedValues(expected, actual, format, args);
        }
    }

    internal static string Text(string format, object[] args) =>
        args is not { Length: > 0 }
            ? format
            : string.Format(CultureInfo.InvariantCulture, format, args);

    /// <summary>Equality as xunit sees it, so that collections are compared by content.</summary>
    private static bool Same<T>(T expected, T actual)
    {
        if (Equals(expected, actual))
        {
            return true;
        }

        if (expected is not System.Collections.IEnumerable || expected is string)
        {
            return false;
        }

        try
        {
            Assert.Equal(expected, actual);
            return true;
        }
        catch (Xunit.Sdk.XunitException)
        {
            return false;
        }
    }
}
