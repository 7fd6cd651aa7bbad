namespace Npcgen
{
    /// <summary>The body of an answer whose status is an error: Connect's JSON, or something else's.</summary>
    internal sealed class ErrorBody
    {
        private readonly ByteBuffer body = new ByteBuffer(EnvelopeReader.MaxMessageBytes);

        internal void Clear()
        {
            body.Clear();
        }

        internal void Add(byte[] data, int count)
        {
            body.Add(data, count);
        }

        /// <summary>What it says; null where it isn't npcgen's.</summary>
        internal Failure Read(bool whole)
        {
            try
            {
                var json = new JsonReader();
                json.Reset(body.Data, 0, body.Count);
                Failure failure = ConnectError.Read(json);
                json.End();
                return failure;
            }
            catch (JsonError error)
            {
                return whole ? null : Failure.Make(Reason.StreamCut, "an error that " + error.Message);
            }
        }
    }
}
