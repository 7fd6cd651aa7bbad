using System;
using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>What an NPC says when nobody can speak for it; never the same line twice in a row.</summary>
    public sealed class FallbackLines
    {
        private readonly IList<string> lines;
        private readonly Random random;
        private int last = -1;

        public FallbackLines(IList<string> lines, Random random)
        {
            this.lines = lines;
            this.random = random;
        }

        /// <summary>Empty where its author wrote none.</summary>
        public string Next()
        {
            if (lines.Count == 0)
            {
                return "";
            }
            // One of the others: a step of 1..Count-1 from the last one.
            last = last < 0 || lines.Count == 1
                ? random.Next(lines.Count)
                : (last + 1 + random.Next(lines.Count - 1)) % lines.Count;
            return lines[last];
        }
    }
}
