using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("AkkaCoded.Bench")]
