namespace AkkaCoded.Training.Data;

/// <summary>
/// How each digit is drawn: strokes as polylines in the unit square, x to the right, y downwards.
/// Some digits have a second way of writing, as people have.
/// </summary>
internal static class GlyphStrokes
{
    private const int ArcPoints = 14;

    /// <summary>The ways of writing a digit; each is a list of strokes.</summary>
    public static IReadOnlyList<(double X, double Y)[][]>[] Digits { get; } =
    [
        [[Arc(.50, .50, .25, .37, -90, 270)], [Arc(.50, .50, .20, .36, -60, 300)]],
        [[[(.36, .28), (.53, .12), (.53, .88)]], [[(.51, .12), (.49, .88)]],
            [[(.36, .28), (.53, .12), (.53, .88)], [(.35, .88), (.70, .88)]]],
        [[[.. Arc(.49, .33, .22, .21, -165, 40), (.28, .87), (.75, .87)]],
            [[.. Arc(.48, .32, .20, .20, -170, 60), .. Arc(.36, .80, .09, .07, 270, 60),
                (.76, .86)]]],
        [[Arc(.46, .31, .21, .19, -150, 90), Arc(.46, .68, .24, .20, -90, 150)],
            [[(.27, .13), (.70, .13), (.47, .44)], Arc(.46, .66, .25, .22, -90, 145)]],
        [[[(.62, .12), (.23, .62), (.80, .62)], [(.63, .12), (.61, .90)]],
            [[(.32, .14), (.27, .52), (.72, .52)], [(.70, .16), (.66, .90)]]],
        [[[(.72, .13), (.35, .13), (.32, .45), .. Arc(.46, .65, .25, .22, -110, 150)]],
            [[(.36, .14), (.33, .46), .. Arc(.46, .66, .23, .21, -115, 140)],
                [(.35, .14), (.73, .12)]]],
        [[[(.64, .11), (.42, .30), (.30, .58), .. Arc(.50, .67, .21, .21, 190, 550)]],
            [[(.54, .10), (.36, .40), .. Arc(.49, .66, .18, .22, 200, 540)]]],
        [[[(.25, .14), (.76, .14), (.44, .89)]],
            [[(.25, .15), (.74, .15), (.46, .89)], [(.36, .50), (.68, .50)]]],
        [[Arc(.50, .30, .18, .18, 90, 450), Arc(.50, .68, .22, .20, -90, 270)],
            [[(.70, .18), (.40, .14), (.32, .30), (.64, .62), (.60, .85), (.38, .85), (.34, .66),
                (.66, .34), (.68, .18)]]],
        [[Arc(.48, .34, .20, .21, 0, 360), [(.68, .30), (.66, .60), (.58, .89)]],
            [[.. Arc(.50, .33, .19, .19, -20, 340), (.67, .26), (.68, .89)]]],
    ];

    /// <summary>An elliptic arc; angles in degrees, 0 to the right, growing downwards.</summary>
    private static (double X, double Y)[] Arc(
        double x, double y, double radiusX, double radiusY, double from, double to)
    {
        var points = new (double X, double Y)[ArcPoints];
        for (var i = 0; i < ArcPoints; i++)
        {
            var angle = (from + ((to - from) * i / (ArcPoints - 1))) * Math.PI / 180.0;
            points[i] = (x + (radiusX * Math.Cos(angle)), y + (radiusY * Math.Sin(angle)));
        }

        return points;
    }
}
