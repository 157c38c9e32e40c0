using System.Text;

namespace AkkaCoded.Messages.Tests.Hocon;

/// <summary>Makes damaged documents out of good ones; the same ones for the same seed.</summary>
internal sealed class HoconMutator(int seed)
{
    private const int LengthMax = 2000;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "\"\"\"", "=", ":", "+=", ",", ".", "\n", " ", "#", "//", "\\",
        "\\u00", "${", "${?", "}", "${a}", "${?a}", "${a.b}", " ${c} ", "include ",
        "include \"x\"", "include file(\"/\")", "a", "b", "a.b", "c", "null", "1", "{}", "[]", "\0",
        "\uFEFF", "\ud800", "é", "\r\n", "\t", "$", "?", "@", "*", "a = ", "b { ", "a += ",
    ];

    private static readonly string[] Seeds =
    [
        "a = 1\nb { c = ${a}, d = [1, 2, 3] }\nb.e = ${b.c} and ${?x}\n",
        "a { b { c = x } }\na = ${a} { b { d = y } }\nc = ${a.b} { e = ${a.b.c} }\n",
        "# remark\na = \"q \\\"x\\\" \\u0041\" // more\nb = \"\"\"raw\n\"text\" \"\"\"\n",
        "a = [1, [2, 3], { b = 4 }]\na += 5\na += ${c}\nc = [${a2}, ${?n}]\na2 = 7 seconds\n",
        "akka.actor.deployment { \"/user/w-*\" { router = p, nr = 5 } }\nakka.loglevel = DEBUG\n",
        "x = ${y}\ny = ${z}\nz = {a = 1}\nx { b = ${x.a}${y.a} }\nw = ${x.b} ${x.b}\n",
        "{ \"j\" : { \"k\" : [true, null, 1.5e-3, \"s\"] }, \"m\" : {} }",
        "p = a, p = ${p}b, p = ${p}${p}\nq = ${p}${p}${p}\nr = [${q}] [${q}] ${s}\ns = []\n",
    ];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder(Pick(Seeds));
        var changes = 1 + _random.Next(3);
        for (var i = 0; i < changes; i++)
        {
            Change(text);
        }

        return text.Length <= LengthMax ? text.ToString() : text.ToString(0, LengthMax);
    }

    private void Change(StringBuilder text)
    {
        var at = _random.Next(text.Length + 1);
        var length = Math.Min(1 + _random.Next(12), text.Length - at);
        switch (_random.Next(7))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, Pick(Pieces));
                break;
            case 2:
                text.Remove(at, length).Insert(at, Pick(Pieces));
                break;
            case 3:
                var copied = text.ToString(at, length);
                text.Insert(_random.Next(text.Length + 1), copied);
                break;
            case 4:
                var other = Pick(Seeds);
                var from = _random.Next(other.Length);
                text.Insert(at, other.AsSpan(from, _random.Next(other.Length - from)));
                break;
            case 5:
                text.Insert(at, string.Concat(Enumerable.Repeat(Pick(Pieces), _random.Next(200))));
                break;
            default:
                text.Insert(at, (char)_random.Next(0x3000));
                break;
        }
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
