using System;
using System.Collections.Generic;
using System.IO;
using UnityEngine;

namespace Npcgen.Driver
{
    /// <summary>The calls under way, and what they print.</summary>
    internal sealed class Calls
    {
        private readonly Dictionary<string, Connection> connections = new Dictionary<string, Connection>();
        private readonly UnityTransport transport = new UnityTransport();
        private readonly TextWriter output;

        internal Calls(TextWriter output)
        {
            this.output = output;
        }

        internal void Tick()
        {
            foreach (Connection connection in connections.Values)
            {
                connection.Tick();
            }
        }

        internal void Begin(Order order)
        {
            Connection connection = To(order.BaseUrl, order.Key);
            if (!order.Stream)
            {
                Unary(connection, order);
            }
            else if (IsDialogue(order.Method))
            {
                Events(connection, order);
            }
            else
            {
                Messages(connection, order);
            }
        }

        private Connection To(string baseUrl, string key)
        {
            Connection connection;
            if (!connections.TryGetValue(baseUrl + " " + key, out connection))
            {
                connection = new Connection(
                    baseUrl, key, transport, () => Time.realtimeSinceStartupAsDouble * 1000, new System.Random(1));
                connections.Add(baseUrl + " " + key, connection);
            }
            return connection;
        }

        private void Unary(Connection connection, Order order)
        {
            connection
                .Unary(order.Method, new JsonWriter().Raw(order.Request), json => json.ReadObject(), order.Retries, order.TimeoutMs)
                .Then(
                    answer =>
                    {
                        Print(order, "response", answer);
                        Done(order, null);
                    },
                    failure => Done(order, failure));
        }

        private void Events(Connection connection, Order order)
        {
            EventStream stream = null;
            int count = 0;
            string verb = order.Method.Substring(order.Method.IndexOf('/') + 1);
            stream = new EventStream(
                verb == "Chat" || verb == "Notify" || verb == "Regenerate",
                happened =>
                {
                    Print(order, "event", EventJson.Of(happened));
                    if (++count == order.CancelAfter)
                    {
                        stream.Cancel();
                    }
                },
                failure => Done(order, failure));
            connection.Stream(stream, order.Method, new JsonWriter().Raw(order.Request), order.TimeoutMs);
        }

        private void Messages(Connection connection, Order order)
        {
            MessageStream stream = null;
            int count = 0;
            stream = new MessageStream(
                message =>
                {
                    Print(order, "message", message);
                    if (++count == order.CancelAfter)
                    {
                        stream.Cancel();
                    }
                },
                failure => Done(order, failure));
            connection.Stream(stream, order.Method, new JsonWriter().Raw(order.Request), order.TimeoutMs);
        }

        private void Done(Order order, Failure failure)
        {
            var done = new JsonWriter().BeginObject().Field("ok").Bool(failure == null);
            if (failure != null)
            {
                done.Field("code").Text(failure.Code).Field("reason").Text(failure.Reason);
                done.Field("field").Text(failure.Field).Field("retry_after_ms").Number(failure.RetryAfterMs);
                done.Field("message").Text(failure.Message).Field("hint").Text(failure.Hint);
            }
            Print(order, "done", done.EndObject().ToString());
        }

        private void Print(Order order, string what, string json)
        {
            output.WriteLine("{\"id\":" + order.Id + ",\"" + what + "\":" + json.Replace('\n', ' ') + "}");
        }

        private static bool IsDialogue(string method)
        {
            return method.StartsWith("npcgen.v1.DialogueService/", StringComparison.Ordinal);
        }
    }
}
