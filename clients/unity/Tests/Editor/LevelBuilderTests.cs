using System;
using NUnit.Framework;
using UnityEngine;
using UnityEngine.Tilemaps;

namespace Npcgen.Editor.Tests
{
    public sealed class LevelBuilderTests
    {
        private TileBase wall;
        private TileBase floor;
        private GameObject built;

        [SetUp]
        public void Begin()
        {
            wall = ScriptableObject.CreateInstance<Tile>();
            floor = ScriptableObject.CreateInstance<Tile>();
        }

        [TearDown]
        public void LeaveNothingInTheScene()
        {
            if (built != null)
            {
                UnityEngine.Object.DestroyImmediate(built);
            }
            UnityEngine.Object.DestroyImmediate(wall);
            UnityEngine.Object.DestroyImmediate(floor);
        }

        // Two floors of three by two; the walls are in the north.
        private static LevelData Level()
        {
            return new LevelData
            {
                width = 3,
                height = 2,
                floors = 2,
                tiles = new[]
                {
                    new LevelTile { name = "wall", traits = new[] { "solid" } },
                    new LevelTile { name = "floor", traits = new string[0] },
                },
                layers = new[]
                {
                    new LevelLayer { name = "terrain", floor = 0, cells = new[] { 2, 2, 2, 2, 2, 0 } },
                    new LevelLayer { name = "walls", floor = 0, cells = new[] { 1, 1, 0, 0, 0, 0 } },
                    new LevelLayer { name = "terrain", floor = 1, cells = new[] { 2, 0, 0, 0, 0, 0 } },
                },
                entities = new[]
                {
                    new LevelEntityData
                    {
                        id = "spawn",
                        kind = "spawn",
                        x = 2,
                        y = 0,
                        floor = 0,
                        properties = new[] { new LevelProperty { name = "danger", type = "float", value = "0.5" } },
                    },
                },
            };
        }

        private GameObject Built()
        {
            return built = LevelBuilder.Build(Level(), "keep", new[] { wall, floor });
        }

        private static Transform Child(GameObject root, string one, string other)
        {
            return root.transform.Find(one).Find(other);
        }

        [Test]
        public void TheNorthIsUp()
        {
            Tilemap walls = Child(Built(), "floor 0", "walls").GetComponent<Tilemap>();
            Assert.AreSame(wall, walls.GetTile(new Vector3Int(0, 1, 0)));
            Assert.AreSame(wall, walls.GetTile(new Vector3Int(1, 1, 0)));
            Assert.IsTrue(walls.GetTile(new Vector3Int(2, 1, 0)) == null);
            Assert.IsTrue(walls.GetTile(new Vector3Int(0, 0, 0)) == null);
        }

        [Test]
        public void OnlyWhatIsSolidCollides()
        {
            GameObject root = Built();
            Assert.IsTrue(Child(root, "floor 0", "walls").GetComponent<TilemapCollider2D>() != null);
            Assert.IsTrue(Child(root, "floor 0", "terrain").GetComponent<TilemapCollider2D>() == null);
        }

        [Test]
        public void LayersLieInTheirOrder()
        {
            GameObject root = Built();
            Assert.AreEqual(0, Child(root, "floor 0", "terrain").GetComponent<TilemapRenderer>().sortingOrder);
            Assert.AreEqual(1, Child(root, "floor 0", "walls").GetComponent<TilemapRenderer>().sortingOrder);
            Assert.AreEqual(0, Child(root, "floor 1", "terrain").GetComponent<TilemapRenderer>().sortingOrder);
        }

        [Test]
        public void AnEntityStandsInTheMiddleOfItsCell()
        {
            Transform spawn = Child(Built(), "floor 0", "entities").Find("spawn");
            Assert.AreEqual(2.5f, spawn.localPosition.x);
            Assert.AreEqual(1.5f, spawn.localPosition.y);
            LevelEntity entity = spawn.GetComponent<LevelEntity>();
            Assert.AreEqual("spawn", entity.Kind);
            Assert.AreEqual(0.5f, entity.Number("danger", 0));
            Assert.AreEqual(7f, entity.Number("none", 7));
        }

        [Test]
        public void ALayerOfAnotherSizeIsRefused()
        {
            LevelData level = Level();
            level.layers[0].cells = new[] { 1 };
            bool refused = false;
            try
            {
                LevelBuilder.Build(level, "keep", new[] { wall, floor });
            }
            catch (FormatException error)
            {
                refused = error.Message.Contains("'terrain' has 1 cells; 3x2 are 6");
            }
            Assert.IsTrue(refused);
        }

        // What is drawn at the right of a picture, x = 1, and at its top, y = 1.
        private static string Turned(bool transpose, bool flipX, bool flipY)
        {
            Matrix4x4 turn = TileTurn.Of(new LevelTile { transpose = transpose, flipX = flipX, flipY = flipY });
            return "right to " + turn.m00 + "," + turn.m10 + "; top to " + turn.m01 + "," + turn.m11;
        }

        [Test]
        public void TurnsAreThoseOfTiled()
        {
            Assert.AreEqual("right to 1,0; top to 0,1", Turned(false, false, false));
            Assert.AreEqual("right to 0,-1; top to 1,0", Turned(true, true, false));
            Assert.AreEqual("right to -1,0; top to 0,-1", Turned(false, true, true));
            Assert.AreEqual("right to 0,1; top to -1,0", Turned(true, false, true));
            Assert.AreEqual("right to -1,0; top to 0,1", Turned(false, true, false));
        }
    }
}
