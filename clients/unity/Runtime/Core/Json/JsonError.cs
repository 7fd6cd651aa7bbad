using System;

namespace Npcgen
{
    /// <summary>The bytes are no JSON, or not of the shape that was asked for.</summary>
    public sealed class JsonError : Exception
    {
        /// <summary>Where in the bytes it was noticed, from 0.</summary>
        public int At { get; }

        public JsonError(string message, int at)
            : base(message + " at byte " + at)
        {
            At = at;
        }
    }
}
