using System;
using System.Reflection;
using System.Threading;
using UnityEngine;

namespace Npcgen.Sample
{
    /// <summary>
    /// Plays the package's sample: `mono sample.exe URL LINE...`. Types each line, presses its button,
    /// and prints what it draws as that grows, with the milliseconds since the press.
    /// </summary>
    internal static class Program
    {
        private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic;

        private static void Main(string[] arguments)
        {
            SynchronizationContext.SetSynchronizationContext(new LoopContext());
            NpcClient.InScene().BaseUrl = arguments[0];
            FirstWords sample = new GameObject("FirstWords").AddComponent<FirstWords>();
            Npc npc = null;
            EngineLoop.Until(() => (npc = sample.GetComponent<Npc>()) != null && npc.NpcName.Length > 0, 3000);
            for (int at = 1; at < arguments.Length; at++)
            {
                Ask(sample, npc, arguments[at]);
            }
        }

        private static void Ask(FirstWords sample, Npc npc, string line)
        {
            GUILayout.Typed = line;
            GUILayout.Pressed = "Say";
            double pressedMs = NowMs();
            Console.WriteLine("[Say] " + line);
            Draw(sample);
            string[] drawn = Draw(sample);
            string shown = "";
            while (npc.State != TalkState.Idle || drawn[1] != shown)
            {
                if (drawn[1].StartsWith(shown) && drawn[1] != shown)
                {
                    Console.WriteLine("{0,6:0} ms  {1}", NowMs() - pressedMs, drawn[1].Substring(shown.Length).Trim());
                }
                shown = drawn[1];
                EngineLoop.Frame(16);
                drawn = Draw(sample);
            }
            Console.WriteLine(string.Join("\n", drawn).Trim());
            Console.WriteLine();
        }

        private static string[] Draw(FirstWords sample)
        {
            GUILayout.Written.Clear();
            typeof(FirstWords).GetMethod("OnGUI", Own).Invoke(sample, null);
            return GUILayout.Written.ToArray();
        }

        private static double NowMs()
        {
            return Time.realtimeSinceStartupAsDouble * 1000;
        }
    }
}
