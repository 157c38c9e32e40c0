using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("AkkaCoded.Codes.Tests")]
[assembly: InternalsVisibleTo("AkkaCoded.Bench")]
