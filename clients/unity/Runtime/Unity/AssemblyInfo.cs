using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Npcgen.Editor")]
