using Xunit.Sdk;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Two values that were expected to be equal are not.</summary>
public class AkkaEqualException : XunitException
{
    public AkkaEqualException(string format = "", params object[] args)
        : base(XunitAssertions.Text(format, args))
    {
    }

    public static AkkaEqualException ForMismatchedValues(
        object expected, object actual, string format = null, params object[] args)
    {
        var note = XunitAssertions.Text(format ?? "", args);
        return new AkkaEqualException(
            "Assert.Equal() Failure: {0}\nExpected: {1}\nActual:   {2}",
            note, expected ?? "(null)", actual ?? "(null)");
    }
}
