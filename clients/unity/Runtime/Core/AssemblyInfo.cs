using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Npcgen")]
[assembly: InternalsVisibleTo("Npcgen.Launcher")]
[assembly: InternalsVisibleTo("Npcgen.Tests")]
