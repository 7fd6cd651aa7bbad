using System.Collections.Generic;

namespace Npcgen.Bench
{
    /// <summary>Milliseconds that tokens took, and how many came with the first frame after their send.</summary>
    internal sealed class Delays
    {
        private readonly List<double> all = new List<double>();
        private int prompt;

        internal int Count
        {
            get { return all.Count; }
        }

        internal double Prompt
        {
            get { return prompt / (double)all.Count; }
        }

        internal void Add(double delayMs, bool isPrompt)
        {
            all.Add(delayMs);
            prompt += isPrompt ? 1 : 0;
        }

        /// <param name="share">0..1; 1 for the slowest.</param>
        internal double At(double share)
        {
            all.Sort();
            return all[(int)(share * (all.Count - 1))];
        }
    }
}
